namespace LoyaltyEngine.Journal;

/// <summary>
/// Appends records to streams, durably and in order, and reads them back. Thread-safe. Every result rests on durable
/// records only. After a failure every call throws <see cref="JournalFailedException"/>.
/// </summary>
/// <remarks>
/// Each append names the revision of each stream that it extends; where one is stale, nothing of it is written. That is
/// the fence: two writers can never fork a stream. Appends of one stream become durable in the order in which
/// <see cref="AppendAsync"/> was called, and an append may rest on one that is not durable yet.
/// </remarks>
public interface IJournal : IAsyncDisposable
{
    /// <summary>The kind of journal, as <c>GetServerInfo</c> names it.</summary>
    string Kind { get; }

    /// <summary>What <see cref="AppendOutcome.Durable"/> promises.</summary>
    JournalPromise Promise { get; }

    /// <summary>Completes (never faults) with the reason when the journal has failed.</summary>
    Task<JournalFailedException> Failed { get; }

    /// <summary>
    /// The newest <see cref="Append.RecordTime"/> among the records this journal was opened with, 0 where it had none:
    /// no later decision may take an earlier time.
    /// </summary>
    long LastRecordTime { get; }

    /// <summary>
    /// The place in the feed of the newest entry that was appended since opening and is durable; the start of the feed
    /// before there is one.
    /// </summary>
    FeedPosition NewestDurable { get; }

    /// <summary>An empty append to fill.</summary>
    Append RentAppend();

    /// <summary>
    /// Takes the append over, in the order of calls, and completes when it is durable or conflicts. Enqueuing happens
    /// before the call returns and takes no longer than a short lock.
    /// </summary>
    ValueTask<AppendOutcome> AppendAsync(Append append);

    /// <summary>
    /// Completes when everything in the stream up to the revision is durable, or with
    /// <see cref="AppendOutcome.Conflict"/> where the stream is known to be past it by another writer.
    /// </summary>
    ValueTask<AppendOutcome> ConfirmAsync(StreamId stream, long revision);

    /// <summary>Reads a stream: its snapshot and what follows. A stream without records has revision 0.</summary>
    ValueTask<LoadedStream> LoadAsync(StreamId stream);

    /// <summary>Reads one record; null where the stream has none of that revision.</summary>
    ValueTask<StoredRecord?> ReadAsync(StreamId stream, long revision);

    /// <summary>Reads records newest first, from the stream's end or a cursor, without scanning other
    /// streams.</summary>
    ValueTask<RecordPage> ReadBackwardAsync(StreamId stream, ReadCursor? from, int recordCountMax);

    /// <summary>Finds the records of a stream by the key of the request that made them, however old.</summary>
    ValueTask<RequestMatches> FindRequestAsync(StreamId stream, ulong requestKey);

    /// <summary>Reads the feed after a position.</summary>
    ValueTask<FeedPage> ReadFeedAsync(FeedPosition after, int recordCountMax);
}
