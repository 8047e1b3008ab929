using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Verification;

namespace LoyaltyEngine.Cli.Verification;

/// <summary>What reading a whole data folder has shown.</summary>
internal sealed record LedgerReport
{
    /// <summary>Records that were read.</summary>
    public required long Records { get; init; }

    /// <summary>Streams that they make.</summary>
    public required long Streams { get; init; }

    /// <summary>What is worth telling and yet in order, like the cut end of a torn last batch.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The books of each program by its id.</summary>
    public required IReadOnlyDictionary<string, ProgramTotals> Programs { get; init; }

    /// <summary>What commits to the entries of each day, to be noted down and compared later.</summary>
    public IReadOnlyList<DayRoot> DayRoots { get; init; } = [];

    /// <summary>Every law that is broken, each with its place.</summary>
    public IReadOnlyList<LedgerFault> Faults { get; init; } = [];
}
