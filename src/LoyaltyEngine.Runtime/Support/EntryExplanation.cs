using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Runtime.Support;

/// <summary>An entry with all it takes to say why it is as it is.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Program">The program version that decided; null where none did.</param>
/// <param name="IsReversed">Whether it was undone since.</param>
/// <param name="Note">The note of an adjustment; empty where there was none or its key is gone.</param>
public sealed record EntryExplanation(MemberEvent Entry, LoyaltyProgram? Program, bool IsReversed, string Note)
{
    /// <summary>The first <see cref="QuoteAnswer.SkippedCountMax"/> rules that did not apply to what was bought, where
    /// that was asked for.</summary>
    public IReadOnlyList<SkippedRule> Skipped { get; init; } = [];

    /// <summary>How many did not, in all.</summary>
    public int SkippedCount { get; init; }
}
