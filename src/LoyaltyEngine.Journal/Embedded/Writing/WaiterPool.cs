namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Lists of waiters for their next use. Thread-safe.</summary>
internal sealed class WaiterPool
{
    /// <summary>The most lists kept; more are left to the collector.</summary>
    public const int ListCountMax = 16;

    /// <summary>The longest list kept.</summary>
    public const int ListCapacityMax = 16 * 1024;

    private readonly Lock _lock = new();
    private readonly Stack<WaiterList> _lists = new(ListCountMax);

    public WaiterList Rent()
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
            if (_lists.Count < ListCountMax && list.Capacity <= ListCapacityMax)
                _lists.Push(list);
        }
    }
}
