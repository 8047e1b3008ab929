namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The end of the log as callers see it: what has been decided and laid out, flushed or not. Callers check revisions
/// and lay their records out themselves, under one short lock, into the batch that is open; the writer takes the batch
/// when it is free. The order of the lock is the order of the log, so a check made under it is final: only a failure,
/// after which nothing is served, can undo what was laid out.
/// </summary>
/// <remarks>The lock also guards the stream directory and the memory part of the request index. Thread-safe.</remarks>
internal sealed class LogTail(
    EmbeddedJournalOptions options, ulong seed, StreamDirectory streams, RequestMemory requests, TailStart start)
{
    private readonly Queue<Batch> _sealed = new();
    private readonly BatchPool _batches = new(options.BatchBytesMax);
    private readonly SemaphoreSlim _work = new(0);
    private readonly WaiterPool _waiters = new();
    private readonly TaskCompletionSource<JournalFailedException> _failed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LogPosition _next = start.Position;
    private int _segmentBytes = start.Segment.ByteLength;
    private long _durable = start.Position.Value;
    private long _durableEntry;
    private long _newestRecordTime = start.NewestRecordTime;
    private Batch? _open;
    private Batch? _writing;
    private int _queuedBytes;
    private int _queuedCount;
    private bool _writerWaits;
    private bool _closing;
    private JournalFailedException? _failure;

    /// <summary>The lock; also for reading the directory and the request tables.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Everything before this is flushed.</summary>
    public LogPosition Durable => new(Volatile.Read(ref _durable));

    /// <summary>Where the last durable entry lies that was appended since opening; 0 before there is one.</summary>
    public long DurableEntry => Volatile.Read(ref _durableEntry);

    /// <summary>Where the log ends, flushed or not. Under the lock.</summary>
    public LogPosition End => _open?.End ?? _next;

    /// <summary>A place between batches, everything before which is in the directory. Under the lock.</summary>
    public LogPosition OpenStart => _open?.Start ?? _next;

    /// <summary>The newest record time laid out so far, flushed or not.</summary>
    public long NewestRecordTime => Volatile.Read(ref _newestRecordTime);

    public Task<JournalFailedException> Failed => _failed.Task;

    public JournalQueue Queue
    {
        get
        {
            lock (Gate)
                return new JournalQueue(_queuedCount, _queuedBytes);
        }
    }

    public bool HasFailed => Volatile.Read(ref _failure) is not null;

    public void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } failure)
            throw new JournalFailedException(failure.Message, failure.InnerException);
    }

    public void ThrowIfUnusable()
    {
        ThrowIfFailed();
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _closing), typeof(EmbeddedJournal));
    }

    /// <summary>
    /// Lays an append out, or finds that it conflicts. Where the check says <see cref="RevisionCheck.Behind"/> nothing
    /// is decided: the records that stand there must be compared.
    /// </summary>
    public ValueTask<AppendOutcome> Append(Append append, out RevisionCheck check)
    {
        var records = append.RecordSpan;
        var names = StreamNames.OfThread;
        names.Encode(records, streams);
        ThrowIfTooLong(names.FrameBytes);

        bool wake;
        ValueTask<AppendOutcome> task;
        lock (Gate)
        {
            ThrowIfUnusable();
            check = Check(records, names);
            if (check == RevisionCheck.Behind)
                return default;
            if (check == RevisionCheck.Ahead || records.Length == 0)
                return WaitForAll(check == RevisionCheck.Ahead ? AppendOutcome.Conflict : AppendOutcome.Durable);

            var batch = RoomFor(names.FrameBytes);
            LayOut(batch, append, records, names);
            task = Wait(batch, AppendOutcome.Durable);
            wake = _writerWaits;
            _writerWaits = false;
        }

        if (wake)
            _work.Release();
        return task;
    }

    /// <summary>Completes with the outcome once the position is flushed. Under the lock.</summary>
    public ValueTask<AppendOutcome> WaitFor(LogPosition position, AppendOutcome outcome = AppendOutcome.Durable)
    {
        if (position.Value < _durable)
            return ValueTask.FromResult(outcome);
        ThrowIfTooMany();
        if (_writing is not null && position < _writing.End)
            return Wait(_writing, outcome);
        foreach (var batch in _sealed)
        {
            if (position < batch.End)
                return Wait(batch, outcome);
        }

        return Wait(_open!, outcome);
    }

    /// <summary>Completes with the outcome once everything laid out so far is flushed. Under the lock.</summary>
    public ValueTask<AppendOutcome> WaitForAll(AppendOutcome outcome) =>
        _open is null && _sealed.Count == 0 && _writing is null
            ? ValueTask.FromResult(outcome)
            : WaitFor(new LogPosition(End.Value - 1), outcome);

    /// <summary>The next batch to write, or null where there is none. Called by the writer.</summary>
    public Batch? Take()
    {
        lock (Gate)
        {
            if (_sealed.Count == 0 && _open is not null)
                SealOpen();
            _sealed.TryDequeue(out _writing);
            return _writing;
        }
    }

    /// <summary>Says that the batch taken last is flushed. Called by the writer.</summary>
    public void Publish(Batch batch)
    {
        WaiterList waiters;
        lock (Gate)
        {
            if (_failure is not null)
                return;
            _writing = null;
            Volatile.Write(ref _durable, batch.End.Value);
            if (batch.LastEntry != 0)
                Volatile.Write(ref _durableEntry, batch.LastEntry);
            _queuedBytes -= batch.Length;
            waiters = batch.Waiters;
            _queuedCount -= waiters.Count;
            _batches.Return(batch);
        }

        waiters.Dispatch(failure: null, inline: options.IsManual);
    }

    /// <summary>Blocks the writer until there is work; false where there will be none any more.</summary>
    public bool WaitForWork()
    {
        lock (Gate)
        {
            if (_failure is not null)
                return false;
            if (_open is not null || _sealed.Count > 0)
                return true;
            if (_closing)
                return false;
            _writerWaits = true;
        }

        _work.Wait();
        return true;
    }

    /// <summary>Takes no more appends; what was taken is still written.</summary>
    public void Close()
    {
        lock (Gate)
            Volatile.Write(ref _closing, true);
        _work.Release();
    }

    /// <summary>Stops everything for good: whoever waits and whoever calls later gets the failure.</summary>
    public void Fail(JournalFailedException failure)
    {
        var waiting = new List<WaiterList>();
        lock (Gate)
        {
            if (_failure is not null)
                return;
            Volatile.Write(ref _failure, failure);
            Batch?[] batches = [_writing, .. _sealed, _open];
            waiting.AddRange(batches.OfType<Batch>().Select(batch => batch.Waiters));

            _writing = null;
            _open = null;
            _sealed.Clear();
        }

        _failed.TrySetResult(failure);
        foreach (var waiters in waiting)
            waiters.Dispatch(failure, inline: options.IsManual);
        _work.Release();
    }

    private static JournalOverloadedException Overloaded(int count, string what) =>
        new($"{count} {what} wait for the disk, the most the journal holds: try again.");

    private void ThrowIfTooLong(int frameBytes)
    {
        if (BatchHeader.Size + (long)frameBytes > options.SegmentBytes - (2 * Sector.Size))
            throw new ArgumentException($"An append of {frameBytes} bytes does not fit a segment.", "append");
    }

    private void ThrowIfTooMany()
    {
        if (_queuedCount >= options.QueueCountMax)
            throw Overloaded(_queuedCount, "calls");
    }

    private RevisionCheck Check(ReadOnlySpan<AppendRecord> records, StreamNames names)
    {
        for (var i = 0; i < records.Length; i++)
        {
            ref readonly var record = ref records[i];
            var revision = RevisionBefore(records, names, i);
            if (record.Kind == RecordKind.Snapshot)
            {
                if (record.Revision < 1 || record.Revision > revision)
                    return RevisionCheck.Ahead;
            }
            else if (record.Revision != revision + 1)
            {
                return record.Revision > revision ? RevisionCheck.Ahead : RevisionCheck.Behind;
            }

            names.Reached[i] = record.Kind == RecordKind.Entry ? record.Revision : revision;
        }

        return RevisionCheck.Follows;
    }

    private long RevisionBefore(ReadOnlySpan<AppendRecord> records, StreamNames names, int record)
    {
        for (var earlier = record - 1; earlier >= 0; earlier--)
        {
            if (records[earlier].Stream != records[record].Stream)
                continue;
            names.Indexes[record] = names.Indexes[earlier];
            return names.Reached[earlier];
        }

        var index = streams.Find(names.TextOf(record), names.Hashes[record]);
        names.Indexes[record] = index;
        return index < 0 ? 0 : streams[index].Revision;
    }

    private Batch RoomFor(int frameBytes)
    {
        ThrowIfTooMany();
        if (_queuedBytes > 0 && _queuedBytes + (long)frameBytes > options.QueueBytesMax)
            throw Overloaded(_queuedBytes, "bytes");
        if (_open is not null && _open.Length + frameBytes <= _open.Capacity)
            return _open;

        if (_open is not null)
            SealOpen();
        var needed = Sector.Align(BatchHeader.Size + frameBytes);
        if (_next.Offset + needed > _segmentBytes - Sector.Size)
        {
            _segmentBytes = options.SegmentBytes;
            _next = LogPosition.At(_next.Segment + 1, SegmentHeader.DataStart);
        }

        var room = _segmentBytes - Sector.Size - _next.Offset;
        _open = _batches.Rent(_waiters.Rent());
        _open.Begin(_next, Math.Min(room, Math.Max(needed, options.BatchBytesMax)));
        _queuedBytes += BatchHeader.Size;
        return _open;
    }

    private void SealOpen()
    {
        _sealed.Enqueue(_open!);
        _next = _open!.End;
        _open = null;
    }

    private void LayOut(Batch batch, Append append, ReadOnlySpan<AppendRecord> records, StreamNames names)
    {
        for (var i = 0; i < records.Length; i++)
        {
            ref readonly var record = ref records[i];
            var text = names.TextOf(i);
            var index = names.Indexes[i] >= 0 ? names.Indexes[i] : streams.FindOrAdd(text, names.Hashes[i]);
            ref var head = ref streams[index];

            var frame = batch.AddRecord(RecordFrame.LengthOf(text.Length, record.BodyLength), out var offset);
            var position = batch.Start.Plus(offset);
            RecordFrame.Write(frame, seed, position, offset, record, head, text, append.BodyOf(record));
            head.TakeIn(record.Kind, record.Revision, position);
            if (record.Kind == RecordKind.Entry)
                batch.LastEntry = position.Value;
            if (record.RequestKey != RequestKey.None)
                requests.Add(RequestIndexKey.Of(record.RequestKey, names.Hashes[i]), position);
        }

        batch.AppendCount++;
        _newestRecordTime = Math.Max(_newestRecordTime, append.RecordTime);
        batch.NewestRecordTime = _newestRecordTime;
        _queuedBytes += names.FrameBytes;
    }

    private ValueTask<AppendOutcome> Wait(Batch batch, AppendOutcome outcome)
    {
        _queuedCount++;
        return batch.Waiters.Add(outcome);
    }
}
