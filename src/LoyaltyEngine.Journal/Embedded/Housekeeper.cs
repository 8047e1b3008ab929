namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The work that keeps starts and look-ups quick and that no caller waits for: index files of sealed segments, their
/// merges, checkpoints. One thread runs it. What fails here fails no append: it is told and tried again later.
/// </summary>
internal sealed class Housekeeper(
    ILogStorage storage,
    EmbeddedJournalOptions options,
    LogTail tail,
    LogState state,
    RequestFiles requests,
    JournalMeter meter,
    Action<string> notice) : IDisposable
{
    /// <summary>Streams copied at once while appends wait: some ten microseconds.</summary>
    private const int HeadsAtOnce = 128;

    /// <summary>The same where a seed decides the order of things, so that appends fall between.</summary>
    private const int HeadsAtOnceManual = 3;

    private readonly SemaphoreSlim _signal = new(0);
    private readonly SegmentIndexer _log = new(storage, state.Journal);
    private CheckpointDraft? _draft;
    private long _checkpointBytes;
    private long _bytesAtCheckpoint;
    private volatile int _sealedThrough;
    private int _triedThrough;
    private int _asleep;
    private volatile bool _stopping;

    /// <summary>Reads sealed segments for the request index.</summary>
    public SegmentIndexer Log => _log;

    /// <summary>Says that a segment is sealed.</summary>
    public void Sealed(int segment) => _sealedThrough = segment;

    /// <summary>Wakes the thread where there is something for it to do. Called after each batch.</summary>
    public void Poke()
    {
        if (Volatile.Read(ref _asleep) == 0)
            return;
        if ((_triedThrough < _sealedThrough || _draft is not null || IsCheckpointDue())
            && Interlocked.Exchange(ref _asleep, 0) == 1)
            _signal.Release();
    }

    /// <summary>Works until stopped.</summary>
    public void Run()
    {
        while (!_stopping)
        {
            if (RunOnce())
                continue;
            Volatile.Write(ref _asleep, 1);
            if (RunOnce() || _stopping)
                Volatile.Write(ref _asleep, 0);
            else
                _signal.Wait();
        }
    }

    /// <summary>Does the next piece of work; false where there is none, or none that can be done yet.</summary>
    public bool RunOnce()
    {
        if (tail.HasFailed)
            return false;
        try
        {
            return WriteIndex() || requests.RepairOnce(_log) || requests.MergeOnce() || AdvanceCheckpoint();
        }
        catch (Exception cause) when (cause is IOException or JournalCorruptException)
        {
            DropDraft();
            notice($"Background work in {storage.Place} failed and is tried again later: {cause.Message}");
            return false;
        }
    }

    public void Stop()
    {
        _stopping = true;
        _signal.Release();
    }

    /// <summary>Writes a checkpoint of everything. Called when nothing runs any more and all is flushed.</summary>
    public void WriteLastCheckpoint()
    {
        DropDraft();
        if (meter.Read().Batches == 0 && state.BatchesReplayed == 0)
            return;
        using var draft = NewDraft();
        var done = false;
        while (!done && draft.Advance(out done))
        {
        }
    }

    public void Dispose() => DropDraft();

    private bool WriteIndex()
    {
        RequestTable? table;
        var through = _sealedThrough;
        if (_triedThrough >= through)
            return false;
        lock (tail.Gate)
            table = state.Requests.OldestBefore(through + 1);
        if (table is null)
        {
            _triedThrough = through;
            return false;
        }

        try
        {
            requests.Write(table);
        }
        catch
        {
            _triedThrough = through; // Tried again when the next segment is sealed; meanwhile it stays in memory.
            throw;
        }

        lock (tail.Gate)
            state.Requests.Remove(table);
        return true;
    }

    private bool AdvanceCheckpoint()
    {
        if (_draft is null)
        {
            if (!IsCheckpointDue())
                return false;
            _bytesAtCheckpoint = meter.Read().Bytes;
            _draft = NewDraft();
        }

        var advanced = _draft.Advance(out var done);
        if (done)
        {
            _checkpointBytes = _draft.ByteLength;
            DropDraft();
        }

        return advanced;
    }

    private bool IsCheckpointDue() =>
        meter.Read().Bytes - _bytesAtCheckpoint >= Math.Max(options.CheckpointBytesMin, 2 * _checkpointBytes);

    private CheckpointDraft NewDraft() => new(
        storage, tail, state.Streams, state.Journal, options.IsManual ? HeadsAtOnceManual : HeadsAtOnce);

    private void DropDraft()
    {
        _draft?.Dispose();
        _draft = null;
    }
}
