namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Batches for their next use. Guarded by the tail's lock.</summary>
internal sealed class BatchPool(int batchBytesMax)
{
    /// <summary>The most batches kept; those that one huge append made larger than usual are not.</summary>
    public const int CountMax = 4;

    private readonly Stack<Batch> _free = new();

    public Batch Rent(WaiterList waiters)
    {
        if (!_free.TryPop(out var batch))
            return new Batch { Waiters = waiters };
        batch.Waiters = waiters;
        return batch;
    }

    public void Return(Batch batch)
    {
        if (_free.Count < CountMax && batch.BufferLength <= 2L * Math.Max(batchBytesMax, Batch.BufferBytesMin))
            _free.Push(batch);
    }
}
