using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>A wish to publish a version of a program. Its shape was checked before.</summary>
public sealed record ProgramPublication
{
    /// <summary>The program.</summary>
    public required string ProgramId { get; init; }

    /// <summary>Identifies the request within its program for all time.</summary>
    public required string RequestId { get; init; }

    /// <summary>A hash of what was sent.</summary>
    public required ContentHash ContentHash { get; init; }

    /// <summary>Who sent it.</summary>
    public required string Principal { get; init; }

    /// <summary>From when on the version is to decide; null for the earliest time.</summary>
    public LedgerTime? EffectiveTime { get; init; }

    /// <summary>The revision at which the program must be, 0 for one that must not exist; null for any.</summary>
    public long? ExpectedRevision { get; init; }

    /// <summary>What is to be published; null where it has faults.</summary>
    public ProgramDefinition? Definition { get; init; }

    /// <summary>The definition as a program file.</summary>
    public string Source { get; init; } = "";
}
