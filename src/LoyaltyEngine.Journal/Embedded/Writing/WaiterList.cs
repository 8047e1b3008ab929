namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// All who wait for one batch, completed in order by a single work item of the thread pool: one hop a batch, not one a
/// caller. It keeps its waiters for the batches that it serves later, so that waiting takes no lock but the tail's.
/// </summary>
internal sealed class WaiterList(WaiterPool pool) : IThreadPoolWorkItem
{
    private AppendWaiter?[] _waiters = new AppendWaiter?[64];
    private JournalFailedException? _failure;

    public int Count { get; private set; }

    /// <summary>How many waiters it has room for.</summary>
    public int Capacity => _waiters.Length;

    /// <summary>Adds one who waits for the batch and then has the outcome.</summary>
    public ValueTask<AppendOutcome> Add(AppendOutcome outcome)
    {
        if (Count == _waiters.Length)
            Array.Resize(ref _waiters, Count * 2);
        var waiter = _waiters[Count] ??= new AppendWaiter();
        Count++;
        return waiter.Begin(outcome);
    }

    /// <summary>
    /// Has the waiters completed, or failed where a failure is given; nothing else may use the list then.
    /// </summary>
    public void Dispatch(JournalFailedException? failure, bool inline)
    {
        _failure = failure;
        if (inline)
            Execute();
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        for (var i = 0; i < Count; i++)
        {
            var waiter = _waiters[i]!;
            if (_failure is null)
                waiter.Complete();
            else
                waiter.Fail(_failure);

            // Whose result is not fetched at once is left to its caller.
            if (!waiter.IsFetched)
                _waiters[i] = null;
        }

        Count = 0;
        _failure = null;
        pool.Return(this);
    }
}
