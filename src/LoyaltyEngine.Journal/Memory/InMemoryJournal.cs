using System.Runtime.InteropServices;

namespace LoyaltyEngine.Journal;

/// <summary>
/// A journal in the process's memory, for tests and trials: it keeps the whole contract of <see cref="IJournal"/>
/// except that nothing outlives the process. Each call completes before it returns. Thread-safe.
/// </summary>
public sealed class InMemoryJournal : IJournal
{
    private readonly Lock _lock = new();
    private readonly AppendPool _appends = new();
    private readonly Dictionary<StreamId, MemoryStreamRecords> _streams = [];
    private readonly List<StoredRecord> _feed = [];
    private readonly TaskCompletionSource<JournalFailedException> _failed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _disposed;

    /// <inheritdoc/>
    public string Kind => "memory";

    /// <inheritdoc/>
    public JournalPromise Promise => JournalPromise.Memory;

    /// <inheritdoc/>
    public Task<JournalFailedException> Failed => _failed.Task;

    /// <inheritdoc/>
    public long LastRecordTime => 0;

    /// <inheritdoc/>
    public FeedPosition NewestDurable
    {
        get
        {
            lock (_lock)
                return new FeedPosition(_feed.Count);
        }
    }

    /// <inheritdoc/>
    public Append RentAppend() => _appends.Rent();

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(Append append)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var outcome = CanWrite(append) ? Write(append) : AlreadyHeld(append);
            _appends.Return(append);
            return ValueTask.FromResult(outcome);
        }
    }

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> ConfirmAsync(StreamId stream, long revision)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return ValueTask.FromResult(
                RevisionOf(stream) >= revision ? AppendOutcome.Durable : AppendOutcome.Conflict);
        }
    }

    /// <inheritdoc/>
    public ValueTask<LoadedStream> LoadAsync(StreamId stream)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_streams.TryGetValue(stream, out var held))
                return ValueTask.FromResult(new LoadedStream(0, ChainHash.Genesis(stream), 0, default, []));

            var tail = held.Entries.GetRange(
                (int)held.SnapshotRevision, held.Entries.Count - (int)held.SnapshotRevision);
            return ValueTask.FromResult(new LoadedStream(
                held.Revision, held.Entries[^1].Hash, held.SnapshotRevision, held.Snapshot, tail));
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> ReadAsync(StreamId stream, long revision)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var found = revision >= 1 && revision <= RevisionOf(stream)
                ? _streams[stream].Entries[(int)revision - 1]
                : null;
            return ValueTask.FromResult(found);
        }
    }

    /// <inheritdoc/>
    public ValueTask<RecordPage> ReadBackwardAsync(StreamId stream, ReadCursor? from, int recordCountMax)
    {
        recordCountMax = PageLimits.Clamp(recordCountMax);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var head = RevisionOf(stream);
            var revision = from?.Revision ?? head;
            if (from is not null && (revision < 1 || revision > head || from.Value.Place != revision))
                throw new ArgumentException("The cursor was not made by this journal for this stream.", nameof(from));

            var records = new List<StoredRecord>();
            for (; revision >= 1 && records.Count < recordCountMax; revision--)
                records.Add(_streams[stream].Entries[(int)revision - 1]);
            return ValueTask.FromResult(new RecordPage(
                records, revision >= 1 ? new ReadCursor(revision, Place: revision) : null));
        }
    }

    /// <inheritdoc/>
    public ValueTask<RequestMatches> FindRequestAsync(StreamId stream, ulong requestKey)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (requestKey == RequestKey.None || !_streams.TryGetValue(stream, out var held))
                return ValueTask.FromResult(new RequestMatches(RevisionOf(stream), []));

            IReadOnlyList<long> revisions = held.ByRequest.TryGetValue(requestKey, out var found)
                ? Enumerable.Reverse(found).ToArray()
                : [];
            return ValueTask.FromResult(new RequestMatches(held.Revision, revisions));
        }
    }

    /// <inheritdoc/>
    public ValueTask<FeedPage> ReadFeedAsync(FeedPosition after, int recordCountMax)
    {
        recordCountMax = PageLimits.Clamp(recordCountMax);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (after.Place < 0 || after.Place > _feed.Count)
                throw new ArgumentException("The position was not made by this journal.", nameof(after));

            var count = Math.Min(recordCountMax, _feed.Count - (int)after.Place);
            var records = _feed.GetRange((int)after.Place, count);
            var next = new FeedPosition(after.Place + count);
            return ValueTask.FromResult(new FeedPage(records, next, AtEnd: next.Place == _feed.Count));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _disposed = true;
            return ValueTask.CompletedTask;
        }
    }

    private long RevisionOf(StreamId stream) => _streams.TryGetValue(stream, out var held) ? held.Revision : 0;

    private bool CanWrite(Append append)
    {
        var reached = new Dictionary<StreamId, long>();
        foreach (var record in append.Records)
        {
            ref var revision = ref CollectionsMarshal.GetValueRefOrAddDefault(reached, record.Stream, out var known);
            if (!known)
                revision = RevisionOf(record.Stream);
            if (record.Kind == RecordKind.Entry && record.Revision != ++revision)
                return false;
            if (record.Kind == RecordKind.Snapshot && (record.Revision < 1 || record.Revision > revision))
                return false;
        }

        return true;
    }

    private AppendOutcome AlreadyHeld(Append append)
    {
        foreach (var record in append.Records)
        {
            var held = record.Revision >= 1 && record.Revision <= RevisionOf(record.Stream);
            if (!held)
                return AppendOutcome.Conflict;
            if (record.Kind == RecordKind.Entry
                && !_streams[record.Stream].Entries[(int)record.Revision - 1].Hash.Equals(record.Hash))
                return AppendOutcome.Conflict;
        }

        return AppendOutcome.Durable;
    }

    private AppendOutcome Write(Append append)
    {
        foreach (var record in append.Records)
        {
            ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_streams, record.Stream, out _);
            held ??= new MemoryStreamRecords();
            var body = append.BodyOf(record).ToArray();
            if (record.Kind == RecordKind.Entry)
            {
                var stored = new StoredRecord(record.Stream, record.Revision, record.Hash, record.RequestKey, body);
                held.Add(stored);
                _feed.Add(stored);
            }
            else if (record.Revision > held.SnapshotRevision)
            {
                held.SnapshotRevision = record.Revision;
                held.Snapshot = body;
            }
        }

        return AppendOutcome.Durable;
    }
}
