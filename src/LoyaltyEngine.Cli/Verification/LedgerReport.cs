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

    /// <summary>The books of each program.</summary>
    public required IReadOnlyList<ProgramBooks> Programs { get; init; }

    /// <summary>Every law that is broken, each with its place.</summary>
    public required IReadOnlyList<LedgerFault> Faults { get; init; }
}

/// <summary>The books of one program: issued + restored = outstanding − debt + burned + reversed and so on.</summary>
internal sealed record ProgramBooks
{
    public required string ProgramId { get; init; }

    public required long Members { get; init; }

    public required long Entries { get; init; }

    public required long PointsIssued { get; init; }

    public required long PointsRestored { get; init; }

    public required long PointsOutstanding { get; init; }

    public required long PointsDebt { get; init; }

    public required long PointsBurned { get; init; }

    public required long PointsReversed { get; init; }

    public required long PointsExpired { get; init; }
}

/// <summary>A law that the stored records break.</summary>
/// <param name="Place">Where: segment and offset, or stream and revision.</param>
/// <param name="Message">What is wrong there.</param>
internal sealed record LedgerFault(string Place, string Message);
