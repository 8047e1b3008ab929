namespace LoyaltyEngine.Journal.Embedded;

/// <summary>What opening a journal found and did.</summary>
public sealed record RecoveryReport
{
    /// <summary>Segments there are.</summary>
    public int Segments { get; init; }

    /// <summary>Streams there are.</summary>
    public int Streams { get; init; }

    /// <summary>Streams that came from the checkpoint.</summary>
    public int StreamsFromCheckpoint { get; init; }

    /// <summary>Batches read from the log after the checkpoint.</summary>
    public long BatchesReplayed { get; init; }

    /// <summary>Records in them.</summary>
    public long RecordsReplayed { get; init; }

    /// <summary>Bytes of an unfinished write that were cut from the log's end.</summary>
    public long BytesCut { get; init; }

    /// <summary>What an operator should know, one line each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
