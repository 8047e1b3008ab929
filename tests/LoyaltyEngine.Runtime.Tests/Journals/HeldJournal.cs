using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Tests.Journals;

/// <summary>
/// A journal whose disk is the test's hand: what was appended is durable, and whoever waits for it is answered, when
/// <see cref="Flush"/> says so. Refuses to show anything earlier. Thread-safe, though only one thread may append.
/// </summary>
internal sealed class HeldJournal : IJournal
{
    private readonly Lock _lock = new();
    private readonly InMemoryJournal _flushed = new();
    private readonly Queue<Held> _held = new();
    private readonly Dictionary<StreamId, long> _heads = [];
    private readonly TaskCompletionSource<JournalFailedException> _failed = new();
    private bool _holds;

    public string Kind => "held";

    public JournalPromise Promise => JournalPromise.Memory;

    public Task<JournalFailedException> Failed => _failed.Task;

    public long LastRecordTime => 0;

    public FeedPosition NewestDurable => _flushed.NewestDurable;

    /// <summary>Whether flushes wait for the test; otherwise all is durable at once.</summary>
    public bool Holds
    {
        get => Volatile.Read(ref _holds);
        set => Volatile.Write(ref _holds, value);
    }

    /// <summary>Whether appends are refused for lack of room.</summary>
    public bool IsFull { get; set; }

    /// <summary>The snapshots that were appended, as they were written.</summary>
    public List<(StreamId Stream, long Revision, byte[] Body)> Snapshots { get; } = [];

    public int HeldCount => _held.Count;

    public Append RentAppend() => _flushed.RentAppend();

    public ValueTask<AppendOutcome> AppendAsync(Append append)
    {
        if (IsFull)
            return ValueTask.FromException<AppendOutcome>(new JournalOverloadedException("The journal is full."));
        lock (_lock)
        {
            var outcome = Follows(append) ? AppendOutcome.Durable : AppendOutcome.Conflict;
            if (outcome == AppendOutcome.Durable)
                TakeIn(append);
            return Hold(outcome == AppendOutcome.Durable ? append : null, default, outcome);
        }
    }

    public ValueTask<AppendOutcome> ConfirmAsync(StreamId stream, long revision)
    {
        lock (_lock)
        {
            ThrowIfFailed();
            var outcome = HeadOf(stream) >= revision ? AppendOutcome.Durable : AppendOutcome.Conflict;
            var waits = revision > 0 && (outcome == AppendOutcome.Conflict || IsHeld(stream));
            return waits ? Hold(null, stream, outcome) : ValueTask.FromResult(outcome);
        }
    }

    public async ValueTask<LoadedStream> LoadAsync(StreamId stream)
    {
        await SettleAsync(stream);
        return await _flushed.LoadAsync(stream);
    }

    public async ValueTask<StoredRecord?> ReadAsync(StreamId stream, long revision)
    {
        await SettleAsync(stream);
        return await _flushed.ReadAsync(stream, revision);
    }

    public async ValueTask<RecordPage> ReadBackwardAsync(StreamId stream, ReadCursor? from, int recordCountMax)
    {
        await SettleAsync(stream);
        return await _flushed.ReadBackwardAsync(stream, from, recordCountMax);
    }

    /// <summary>Tells of what is flushed and no further, at once.</summary>
    public ValueTask<RequestMatches> FindRequestAsync(StreamId stream, ulong requestKey)
    {
        ThrowIfFailed();
        return _flushed.FindRequestAsync(stream, requestKey);
    }

    public ValueTask<FeedPage> ReadFeedAsync(FeedPosition after, int recordCountMax)
    {
        ThrowIfFailed();
        return _flushed.ReadFeedAsync(after, recordCountMax);
    }

    /// <summary>Makes durable, and answers, up to so many of those who wait, in their order.</summary>
    public void Flush(int count = int.MaxValue)
    {
        while (count-- > 0)
        {
            Held? next;
            lock (_lock)
            {
                if (!_held.TryDequeue(out next))
                    return;
                if (next.Append is { } append)
                    _flushed.AppendAsync(append).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
            }

            next.Done.SetResult(next.Outcome);
        }
    }

    /// <summary>From now on all is durable at once, what waits included.</summary>
    public void Release()
    {
        Holds = false;
        Flush();
    }

    /// <summary>Fails for good: whoever waits and whoever calls later is told so.</summary>
    public void Fail()
    {
        _failed.SetResult(new JournalFailedException("The disk is gone."));
        while (_held.TryDequeue(out var next))
            next.Done.SetException(new JournalFailedException("The disk is gone."));
    }

    public ValueTask DisposeAsync() => _flushed.DisposeAsync();

    private bool Follows(Append append)
    {
        var reached = new Dictionary<StreamId, long>();
        foreach (var record in append.Records.Where(record => record.Kind == RecordKind.Entry))
        {
            var head = reached.TryGetValue(record.Stream, out var known) ? known : HeadOf(record.Stream);
            if (record.Revision != head + 1)
                return false;
            reached[record.Stream] = record.Revision;
        }

        return true;
    }

    private void TakeIn(Append append)
    {
        foreach (var record in append.Records)
        {
            if (record.Kind == RecordKind.Entry)
                _heads[record.Stream] = record.Revision;
            else
                Snapshots.Add((record.Stream, record.Revision, append.BodyOf(record).ToArray()));
        }
    }

    private ValueTask<AppendOutcome> Hold(Append? append, StreamId stream, AppendOutcome outcome)
    {
        ThrowIfFailed();
        var done = new TaskCompletionSource<AppendOutcome>();
        StreamId[] streams = append is null ? [stream] : [.. append.Records.Select(record => record.Stream)];
        _held.Enqueue(new Held(append, streams, outcome, done));
        if (!Holds)
            Flush();
        return new(done.Task);
    }

    private async ValueTask SettleAsync(StreamId stream)
    {
        ValueTask<AppendOutcome> settled;
        lock (_lock)
        {
            ThrowIfFailed();
            if (!IsHeld(stream))
                return;
            settled = Hold(null, stream, AppendOutcome.Durable);
        }

        await settled;
    }

    private bool IsHeld(StreamId stream) =>
        _held.Any(held => held.Append is not null && held.Streams.Contains(stream));

    private long HeadOf(StreamId stream) => _heads.GetValueOrDefault(stream);

    private void ThrowIfFailed()
    {
        if (_failed.Task.IsCompleted)
            throw new JournalFailedException("The disk is gone.");
    }

    private sealed record Held(
        Append? Append, StreamId[] Streams, AppendOutcome Outcome, TaskCompletionSource<AppendOutcome> Done);
}
