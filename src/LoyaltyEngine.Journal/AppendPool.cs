namespace LoyaltyEngine.Journal;

/// <summary>Appends that wait for their next use, so that a busy journal allocates none. Thread-safe.</summary>
internal sealed class AppendPool
{
    /// <summary>The most appends kept; more are left to the collector.</summary>
    public const int CountMax = 4096;

    private readonly Lock _lock = new();
    private readonly Stack<Append> _free = new();

    public Append Rent()
    {
        lock (_lock)
        {
            if (_free.TryPop(out var append))
                return append;
        }

        return new Append();
    }

    public void Return(Append append)
    {
        append.Dispose();
        lock (_lock)
        {
            if (_free.Count < CountMax)
                _free.Push(append);
        }
    }
}
