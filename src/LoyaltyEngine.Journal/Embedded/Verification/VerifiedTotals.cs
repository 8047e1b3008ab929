namespace LoyaltyEngine.Journal.Embedded;

/// <summary>What a <see cref="JournalVerifier"/> has read so far.</summary>
public sealed record VerifiedTotals
{
    /// <summary>Segments read to their end.</summary>
    public int Segments { get; init; }

    /// <summary>Batches, each whole and following the one before.</summary>
    public long Batches { get; init; }

    /// <summary>Entries, each linked to its stream's chain.</summary>
    public long Entries { get; init; }

    /// <summary>Snapshots.</summary>
    public long Snapshots { get; init; }

    /// <summary>Streams.</summary>
    public int Streams { get; init; }

    /// <summary>Bytes at the log's end of a write that never finished; opening the journal would cut them.</summary>
    public long UnfinishedBytes { get; init; }

    /// <summary>The newest record time, nanoseconds since 1970-01-01T00:00:00Z; 0 where there are no records.</summary>
    public long NewestRecordTime { get; init; }
}
