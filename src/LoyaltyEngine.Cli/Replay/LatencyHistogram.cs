using System.Numerics;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>
/// Counts durations in buckets of at most 1.6 % width, in constant memory. Not thread-safe.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int BucketBits = 6;
    private const int BucketsPerOctave = 1 << BucketBits;

    private readonly long[] _counts = new long[(64 - BucketBits + 1) * BucketsPerOctave];
    private long _total;

    public void Record(TimeSpan duration)
    {
        _counts[IndexOf((ulong)Math.Max(0, duration.Ticks))]++;
        _total++;
    }

    /// <summary>
    /// The duration within which this share of all lay, rounded up to its bucket; zero where there is none.
    /// </summary>
    public TimeSpan Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * _total));
        var seen = 0L;
        for (var index = 0; index < _counts.Length && _total > 0; index++)
        {
            seen += _counts[index];
            if (seen >= rank)
                return TimeSpan.FromTicks((long)UpperEnd(index));
        }

        return TimeSpan.Zero;
    }

    private static int IndexOf(ulong ticks)
    {
        var shift = Math.Max(0, BitOperations.Log2(ticks | 1) - BucketBits);
        return (shift << BucketBits) + (int)(ticks >> shift);
    }

    private static ulong UpperEnd(int index)
    {
        if (index < 2 * BucketsPerOctave)
            return (ulong)index;
        var shift = (index >> BucketBits) - 1;
        var lower = (ulong)((index & (BucketsPerOctave - 1)) + BucketsPerOctave) << shift;
        return lower + (1UL << shift) - 1;
    }
}
