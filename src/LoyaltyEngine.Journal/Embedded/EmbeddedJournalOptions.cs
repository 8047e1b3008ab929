namespace LoyaltyEngine.Journal.Embedded;

/// <summary>How an <see cref="EmbeddedJournal"/> is opened.</summary>
public sealed record EmbeddedJournalOptions
{
    /// <summary>The least size of a segment, and the most.</summary>
    public const int SegmentBytesMin = 8 * 1024;

    /// <inheritdoc cref="SegmentBytesMin"/>
    public const int SegmentBytesMax = 1 << 30;

    /// <summary>The folder of the log; created where it does not exist.</summary>
    public required string Directory { get; init; }

    /// <summary>Bytes of a new segment file, a multiple of 512. No append can be longer than a segment.</summary>
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The most bytes of one batch, unless a single append needs more.</summary>
    public int BatchBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>The most bytes that may wait to be written; beyond, appends are refused as overload.</summary>
    public int QueueBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// The most appends and confirmations that may wait for a flush; beyond, they are refused as overload.
    /// </summary>
    public int QueueCountMax { get; init; } = 256 * 1024;

    /// <summary>
    /// A checkpoint is written when the log has grown by this many bytes since the last, or by twice the size of the
    /// last, whichever is more.
    /// </summary>
    public long CheckpointBytesMin { get; init; } = 64 * 1024 * 1024;

    /// <summary>Where the files are kept; the file system's folder <see cref="Directory"/> where null.</summary>
    public ILogStorage? Storage { get; init; }

    /// <summary>
    /// Told, in one line each, what an operator should know: cuts, rebuilt files, a disk that fills up.
    /// </summary>
    public Action<string>? OnNotice { get; init; }

    /// <summary>
    /// Starts no threads: writing and background work happen when a test asks for them, in an order that a seed
    /// decides.
    /// </summary>
    internal bool IsManual { get; init; }

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Directory);
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentBytes, SegmentBytesMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SegmentBytes, SegmentBytesMax);
        ArgumentOutOfRangeException.ThrowIfNotEqual(SegmentBytes % Sector.Size, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchBytesMax, Sector.Size);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueBytesMax, BatchBytesMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueCountMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointBytesMin, 1);
    }
}
