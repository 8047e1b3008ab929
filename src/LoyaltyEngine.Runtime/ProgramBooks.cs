using System.Collections.Frozen;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime;

/// <summary>The books of all programs at one position of the feed. Immutable.</summary>
/// <param name="Position">The position.</param>
/// <param name="Totals">The totals by tenant and program.</param>
public sealed record ProgramBooks(
    FeedPosition Position, FrozenDictionary<(string Tenant, string ProgramId), ProgramTotals> Totals)
{
    /// <summary>The books before the first entry.</summary>
    public static ProgramBooks Empty { get; } =
        new(FeedPosition.Start, FrozenDictionary<(string, string), ProgramTotals>.Empty);

    /// <summary>The totals of a program; zeros where it has no entries.</summary>
    public ProgramTotals Of(string tenant, string programId) => Totals.GetValueOrDefault((tenant, programId));
}
