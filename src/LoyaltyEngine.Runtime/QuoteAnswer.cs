using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Runtime;

/// <summary>A quote as of one revision of the member; durable before it is given, like a read.</summary>
/// <param name="Quote">What would become of the purchase and of a burn.</param>
/// <param name="Balance">The points now.</param>
/// <param name="Revision">The revision that the answer stands for.</param>
public readonly record struct QuoteAnswer(MemberQuote Quote, Balance Balance, long Revision)
{
    /// <summary>The most rules of which it is told why they do not apply.</summary>
    public const int SkippedCountMax = 1_000;

    /// <summary>The first rules that would not apply, in the program's order, where it was asked.</summary>
    public IReadOnlyList<SkippedRule> Skipped { get; init; } = [];

    /// <summary>How many there are in all.</summary>
    public int SkippedCount { get; init; }
}
