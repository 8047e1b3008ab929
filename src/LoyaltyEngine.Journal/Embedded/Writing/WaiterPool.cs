namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Waiters and lists of them for their next use. Thread-safe.</summary>
internal sealed class WaiterPool
{
    /// <summary>The most waiters and lists kept; more are left to the collector.</summary>
    public const int WaiterCountMax = 16 * 1024;

    /// <inheritdoc cref="WaiterCountMax"/>
    public const int ListCountMax = 16;

    private readonly Lock _lock = new();
    private readonly Stack<AppendWaiter> _waiters = new(1024);
    private readonly Stack<WaiterList> _lists = new(ListCountMax);

    public AppendWaiter Rent()
    {
        lock (_lock)
        {
            if (_waiters.TryPop(out var waiter))
                return waiter;
        }

        return new AppendWaiter(this);
    }

    public void Return(AppendWaiter waiter)
    {
        lock (_lock)
        {
            if (_waiters.Count < WaiterCountMax)
                _waiters.Push(waiter);
        }
    }

    public WaiterList RentList()
    {
        lock (_lock)
        {
            if (_lists.TryPop(out var list))
                return list;
        }

        return new WaiterList(this);
    }

    public void Return(WaiterList list)
    {
        lock (_lock)
        {
            if (_lists.Count < ListCountMax)
                _lists.Push(list);
        }
    }
}
