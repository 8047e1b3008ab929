using LoyaltyEngine.Core;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>What taking or restoring a backup did.</summary>
public sealed record BackupReport
{
    /// <summary>Segments that the copy has.</summary>
    public int Segments { get; init; }

    /// <summary>Those of them that were there already, complete.</summary>
    public int SegmentsKept { get; init; }

    /// <summary>Bytes that were copied.</summary>
    public long BytesCopied { get; init; }

    /// <summary>The sequence of the last batch in the copy, 0 for none.</summary>
    public long LastSequence { get; init; }

    /// <summary>When the newest record in the copied segments was decided, 1970-01-01T00:00:00Z for none.</summary>
    public LedgerTime NewestRecordTime { get; init; }

    /// <summary>Whether the copy ends before the original does, as was asked.</summary>
    public bool IsCut { get; init; }
}
