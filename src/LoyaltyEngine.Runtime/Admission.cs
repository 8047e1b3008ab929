namespace LoyaltyEngine.Runtime;

/// <summary>Bounds how many requests are under way at once. Thread-safe.</summary>
internal sealed class Admission(int requestCountMax)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    private int _underWay;

    /// <summary>How many requests are under way.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Admits one request.</summary>
    /// <exception cref="NodeOverloadedException">As many as may be are under way.</exception>
    public void Enter()
    {
        if (Interlocked.Increment(ref _underWay) <= requestCountMax)
            return;
        Interlocked.Decrement(ref _underWay);
        throw new NodeOverloadedException(RetryDelay);
    }

    /// <summary>Ends an admitted request.</summary>
    public void Leave() => Interlocked.Decrement(ref _underWay);
}
