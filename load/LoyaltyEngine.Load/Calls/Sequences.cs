namespace LoyaltyEngine.Load.Calls;

/// <summary>
/// Deals out the sequences that request ids are made of, so that no two calls of a run have the same: 12 bits say which
/// slice, 4 which thread, 32 which call.
/// </summary>
internal sealed class Sequences
{
    /// <summary>The most generator threads.</summary>
    public const int Threads = 1 << 4;

    private const int Slices = 1 << 12;
    private long _slice;

    /// <summary>The first sequence of each thread of a new slice.</summary>
    public long[] NewSlice(int threads)
    {
        if (_slice == Slices)
            throw new InvalidOperationException($"a run has at most {Slices} slices");

        var slice = _slice++;
        return [.. Enumerable.Range(0, threads).Select(thread => (slice << 36) | ((long)thread << 32))];
    }
}
