namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The journal that needs nothing installed: an append-only log in a folder, in segments, each batch of appends written
/// and flushed at once. Durable means flushed to the disk. One process per folder. Thread-safe.
/// </summary>
/// <remarks>
/// In memory: about 100 bytes a stream and 2 bytes a request ever made. A failure of a write or flush, and damage found
/// while reading, end it: every call under way and every later one throws <see cref="JournalFailedException"/>, and
/// opening it again decides from the disk.
/// </remarks>
public sealed class EmbeddedJournal : IJournal
{
    private readonly EmbeddedJournalOptions _options;
    private readonly IDisposable _lock;
    private readonly LogState _state;
    private readonly LogTail _tail;
    private readonly SegmentFiles _files;
    private readonly RequestFiles _requests;
    private readonly SpareSegment _spare;
    private readonly LogWriter _writer;
    private readonly Housekeeper _housekeeper;
    private readonly JournalThreads? _threads;
    private readonly AppendPool _appends = new();
    private readonly ReadGate _reads;
    private readonly StreamRecords _records;
    private readonly FeedReader _feed;
    private int _disposed;

    private EmbeddedJournal(EmbeddedJournalOptions options, ILogStorage storage, IDisposable held)
    {
        _options = options;
        _lock = held;
        Action<string> notice = options.OnNotice ?? (_ => { });
        (_state, var start, _requests) = new LogRecovery(storage, options).Run();
        Recovery = _state.ToReport(start);
        LastRecordTime = _state.NewestRecordTime;
        foreach (var line in Recovery.Notices)
            notice(line);

        var file = storage.Open(SegmentName.Of(start.Segment.Number), writable: true);
        _files = new SegmentFiles(storage);
        _files.Add(start.Segment.Number, file);
        _tail = new LogTail(options, _state.Journal.Seed, _state.Streams, _state.Requests, start);
        _spare = new SpareSegment(storage, options.SegmentBytes, notice);
        _writer = new LogWriter(storage, _files, file, _spare, _tail, start, options.SegmentBytes);
        _housekeeper = new Housekeeper(storage, options, _tail, _state, _requests, _writer.Meter, notice);
        _writer.OnSealed = _housekeeper.Sealed;
        _reads = new ReadGate(_tail, inline: options.IsManual);
        var frames = new FrameReader(_files, _state.Journal.Seed);
        _records = new StreamRecords(frames);
        _feed = new FeedReader(_files, frames, _state.Journal.Seed);
        if (!options.IsManual)
            _threads = JournalThreads.Start(_writer, _spare, _housekeeper);
    }

    /// <inheritdoc/>
    public string Kind => "embedded";

    /// <inheritdoc/>
    public JournalPromise Promise => JournalPromise.Flushed;

    /// <inheritdoc/>
    public Task<JournalFailedException> Failed => _tail.Failed;

    /// <inheritdoc/>
    public long LastRecordTime { get; }

    /// <summary>What opening it found and did.</summary>
    public RecoveryReport Recovery { get; }

    /// <summary>What it has written since it was opened.</summary>
    public JournalStatistics Statistics => _writer.Meter.Read();

    /// <summary>What waits to be written or flushed now.</summary>
    public JournalQueue Queue => _tail.Queue;

    /// <summary>For tests that decide themselves when something is written.</summary>
    internal LogWriter Writer => _writer;

    /// <inheritdoc cref="Writer"/>
    internal Housekeeper Housekeeper => _housekeeper;

    /// <inheritdoc cref="Writer"/>
    internal SpareSegment Spare => _spare;

    /// <inheritdoc cref="Writer"/>
    internal RequestFiles RequestIndex => _requests;

    /// <summary>Opens the journal in a folder, or makes a new one in an empty folder.</summary>
    /// <exception cref="JournalInUseException">Another process has it open.</exception>
    /// <exception cref="JournalCorruptException">
    /// What is stored is damaged, or files are missing, swapped or foreign; the message names the place. Nothing was
    /// changed.
    /// </exception>
    public static EmbeddedJournal Open(EmbeddedJournalOptions options)
    {
        options.Validate();
        var storage = options.Storage ?? new FolderLogStorage(options.Directory);
        var held = storage.Lock();
        try
        {
            return new EmbeddedJournal(options, storage, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public FeedPosition NewestDurable => new(_tail.DurableEntry);

    /// <inheritdoc/>
    public Append RentAppend() => _appends.Rent();

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(Append append)
    {
        try
        {
            var task = _tail.Append(append, out var check);
            if (check == RevisionCheck.Behind)
                return CompareAsync(append);
            _appends.Return(append);
            return task;
        }
        catch (Exception cause)
        {
            _appends.Return(append);
            return ValueTask.FromException<AppendOutcome>(cause);
        }
    }

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> ConfirmAsync(StreamId stream, long revision)
    {
        lock (_tail.Gate)
        {
            _tail.ThrowIfUnusable();
            if (revision <= 0)
                return ValueTask.FromResult(AppendOutcome.Durable);
            return TryFind(stream, out var head) && head.Revision >= revision
                ? _tail.WaitFor(head.Last)
                : _tail.WaitForAll(AppendOutcome.Conflict);
        }
    }

    /// <inheritdoc/>
    public ValueTask<LoadedStream> LoadAsync(StreamId stream)
    {
        if (!TryFindDurable(stream, out var head, out var durable))
            return ValueTask.FromResult(new LoadedStream(0, ChainHash.Genesis(stream), 0, default, []));
        return _reads.RunAsync(durable, () => _records.Load(stream, head));
    }

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> ReadAsync(StreamId stream, long revision)
    {
        if (!TryFindDurable(stream, out var head, out var durable) || revision < 1 || revision > head.Revision)
            return ValueTask.FromResult<StoredRecord?>(null);
        return _reads.RunAsync<StoredRecord?>(durable, () => _records.Find(stream, head, revision));
    }

    /// <inheritdoc/>
    public ValueTask<RecordPage> ReadBackwardAsync(StreamId stream, ReadCursor? from, int recordCountMax)
    {
        recordCountMax = PageLimits.Clamp(recordCountMax);
        var isKnown = TryFindDurable(stream, out var head, out var durable);
        if (from is null)
        {
            return isKnown
                ? _reads.RunAsync(durable, () => _records.Page(stream, head.Revision, head.Last, recordCountMax))
                : ValueTask.FromResult(new RecordPage([], null));
        }

        var (revision, position) = (from.Value.Revision, new LogPosition(from.Value.Place));
        if (!isKnown || revision < 1 || revision > head.Revision || position > head.Last)
            throw NotOurs(nameof(from));
        return _reads.RunAsync(durable, () => _records.Stands(stream, revision, position)
            ? _records.Page(stream, revision, position, recordCountMax)
            : throw NotOurs(nameof(from)));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Answered without reading the disk where neither memory nor any filter knows the key: nearly always so for a
    /// request that is new.
    /// </remarks>
    public ValueTask<RequestMatches> FindRequestAsync(StreamId stream, ulong requestKey)
    {
        ulong key;
        StreamHead head;
        List<LogPosition>? found = null;
        ValueTask<AppendOutcome> durable;
        lock (_tail.Gate)
        {
            _tail.ThrowIfUnusable();
            if (!TryFind(stream, out head) || requestKey == RequestKey.None)
                return ValueTask.FromResult(new RequestMatches(head.Revision, []));
            key = RequestIndexKey.Of(requestKey, head.TextHash);
            _state.Requests.Find(key, ref found);
            if (found is null && !_requests.MayHold(key))
                return ValueTask.FromResult(new RequestMatches(head.Revision, []));
            durable = _tail.WaitFor(head.Last);
        }

        return _reads.RunAsync(durable, () =>
        {
            _requests.Find(key, _housekeeper.Log, ref found);
            return new RequestMatches(head.Revision, _records.RevisionsOf(stream, requestKey, found, head.Last));
        });
    }

    /// <inheritdoc/>
    public ValueTask<FeedPage> ReadFeedAsync(FeedPosition after, int recordCountMax)
    {
        recordCountMax = PageLimits.Clamp(recordCountMax);
        _tail.ThrowIfUnusable();
        return _reads.RunAsync(
            ValueTask.FromResult(AppendOutcome.Durable), () => _feed.Read(after, recordCountMax, _tail.Durable));
    }

    /// <summary>Writes what was taken, then a checkpoint, and gives the folder free.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _tail.Close();
        if (_threads is not null)
            await _threads.StopAsync().ConfigureAwait(false);
        else
            _writer.Run();
        try
        {
            if (!_tail.HasFailed)
            {
                _writer.FlushMark();
                _housekeeper.WriteLastCheckpoint();
            }
        }
        catch (IOException cause)
        {
            _options.OnNotice?.Invoke($"The last checkpoint was not written: {cause.Message}");
        }
        finally
        {
            await _reads.DrainAsync().ConfigureAwait(false);
            _housekeeper.Dispose();
            _spare.Close();
            _requests.Dispose();
            _files.Dispose();
            _lock.Dispose();
        }
    }

    private static ArgumentException NotOurs(string argument) =>
        new("The cursor was not made by this journal for this stream.", argument);

    // The append was stale where it first met a stream that is past it: it is ours only if all of it is there. What
    // stands there stays, so that it can be compared later, when it is durable.
    private async ValueTask<AppendOutcome> CompareAsync(Append append)
    {
        try
        {
            var heads = new StreamHead[append.Records.Count];
            ValueTask<AppendOutcome> durable;
            lock (_tail.Gate)
            {
                _tail.ThrowIfUnusable();
                for (var i = 0; i < heads.Length; i++)
                    TryFind(append.Records[i].Stream, out heads[i]);
                durable = _tail.WaitForAll(AppendOutcome.Durable);
            }

            return await _reads.RunAsync(durable, () => Compare(append, heads)).ConfigureAwait(false);
        }
        finally
        {
            _appends.Return(append);
        }
    }

    private AppendOutcome Compare(Append append, StreamHead[] heads)
    {
        for (var i = 0; i < heads.Length; i++)
        {
            var record = append.Records[i];
            if (record.Revision < 1 || record.Revision > heads[i].Revision)
                return AppendOutcome.Conflict;
            if (record.Kind == RecordKind.Entry
                && !_records.Find(record.Stream, heads[i], record.Revision).Hash.Equals(record.Hash))
                return AppendOutcome.Conflict;
        }

        return AppendOutcome.Durable;
    }

    private bool TryFindDurable(StreamId stream, out StreamHead head, out ValueTask<AppendOutcome> durable)
    {
        durable = default;
        lock (_tail.Gate)
        {
            _tail.ThrowIfUnusable();
            if (!TryFind(stream, out head))
                return false;
            durable = _tail.WaitFor(head.Snapshot > head.Last ? head.Snapshot : head.Last);
            return true;
        }
    }

    private bool TryFind(StreamId stream, out StreamHead head)
    {
        Span<byte> text = stackalloc byte[StreamId.TextLengthMax];
        text = text[..StreamDirectory.Encode(stream, text)];
        var index = _state.Streams.Find(text, _state.Streams.HashOf(text));
        head = index < 0 ? default : _state.Streams[index];
        return index >= 0;
    }
}
