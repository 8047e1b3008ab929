using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Tests.Journals;

/// <summary>
/// One node's way to a journal that other nodes write too. Calls travel in order and are answered later, so the node
/// runs ahead of the journal and whole chains of its appends may conflict. An append follows only where its hash does:
/// the revision alone would let a chain go on behind an entry of another node. Thread-safe.
/// </summary>
internal sealed class NodeJournal(InMemoryJournal shared, Lock fence) : JournalShim(shared), IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _calls = new();
    private readonly Dictionary<StreamId, (long Revision, ChainHash Hash)> _known = [];
    private bool _travels;
    private int _conflicts;

    /// <summary>How many appends came too late.</summary>
    public int Conflicts => Volatile.Read(ref _conflicts);

    public override ValueTask<AppendOutcome> AppendAsync(Append append)
    {
        lock (_lock)
        {
            foreach (var record in append.Records.Where(record => record.Kind == RecordKind.Entry))
                _known[record.Stream] = (record.Revision, record.Hash);
            return Travel(() => Apply(append));
        }
    }

    public override ValueTask<AppendOutcome> ConfirmAsync(StreamId stream, long revision)
    {
        lock (_lock)
        {
            var known = _known.GetValueOrDefault(stream);
            return Travel(() => Compare(stream, known.Revision, known.Hash));
        }
    }

    public override ValueTask<LoadedStream> LoadAsync(StreamId stream)
    {
        lock (_lock)
        {
            lock (fence)
            {
                var loaded = base.LoadAsync(stream).AsTask().Result;
                _known[stream] = (loaded.Revision, loaded.Hash);
                return ValueTask.FromResult(loaded);
            }
        }
    }

    /// <summary>Delivers what waits, in order.</summary>
    public void Execute()
    {
        while (true)
        {
            Action call;
            lock (_lock)
            {
                if (!_calls.TryDequeue(out call!))
                {
                    _travels = false;
                    return;
                }
            }

            call();
        }
    }

    private ValueTask<AppendOutcome> Travel(Func<AppendOutcome> call)
    {
        var done = new TaskCompletionSource<AppendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Enqueue(() => done.SetResult(call()));
        if (!_travels)
        {
            _travels = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return new(done.Task);
    }

    private AppendOutcome Apply(Append append)
    {
        lock (fence)
        {
            if (append.Records.All(record => Follows(append, record)))
                return base.AppendAsync(append).AsTask().Result;
            Interlocked.Increment(ref _conflicts);
            return AppendOutcome.Conflict;
        }
    }

    private bool Follows(Append append, AppendRecord record)
    {
        if (record.Kind != RecordKind.Entry)
            return true;
        var head = base.LoadAsync(record.Stream).AsTask().Result;
        return record.Revision == head.Revision + 1
            && head.Hash.Next(record.Revision, append.BodyOf(record)).Equals(record.Hash);
    }

    private AppendOutcome Compare(StreamId stream, long revision, ChainHash hash)
    {
        lock (fence)
        {
            var head = base.LoadAsync(stream).AsTask().Result;
            return head.Revision == revision && (revision == 0 || head.Hash.Equals(hash))
                ? AppendOutcome.Durable
                : AppendOutcome.Conflict;
        }
    }
}
