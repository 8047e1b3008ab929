namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// All who wait for one batch, completed in order by a single work item of the thread pool: one hop a batch, not one a
/// caller.
/// </summary>
internal sealed class WaiterList(WaiterPool pool) : IThreadPoolWorkItem
{
    private AppendWaiter[] _waiters = new AppendWaiter[64];
    private JournalFailedException? _failure;

    public int Count { get; private set; }

    public void Add(AppendWaiter waiter)
    {
        if (Count == _waiters.Length)
            Array.Resize(ref _waiters, Count * 2);
        _waiters[Count++] = waiter;
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
            if (_failure is null)
                _waiters[i].Complete();
            else
                _waiters[i].Fail(_failure);
        }

        Array.Clear(_waiters, 0, Count);
        Count = 0;
        _failure = null;
        pool.Return(this);
    }
}
