using System.Diagnostics;
using System.Numerics;

namespace LoyaltyEngine.Load.Measure;

/// <summary>
/// Latencies with three significant digits, from one timestamp tick up to an hour, in constant memory (the layout of
/// HdrHistogram): values share a bucket where they agree in their 11 highest bits. Histograms add up without loss, so
/// percentiles of several threads or slices are true percentiles. One thread records.
/// </summary>
internal sealed class LatencyHistogram
{
    // 2^10 buckets for each power of two keep the error below 1/1024.
    private const int SubBucketBits = 10;
    private const int SubBuckets = 1 << SubBucketBits;

    private static readonly long Largest = Stopwatch.Frequency * 3600;
    private static readonly int Buckets = Index(Largest) + 1;

    private readonly long[] _counts = new long[Buckets];
    private long _sum;

    /// <summary>How many values were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The largest value, exactly.</summary>
    public TimeSpan Max => ToTime(MaxTicks);

    /// <summary>The mean.</summary>
    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : ToTime((double)_sum / Count);

    private long MaxTicks { get; set; }

    /// <summary>Records a difference of two timestamps; beyond an hour counts as an hour.</summary>
    public void Record(long ticks)
    {
        ticks = Math.Clamp(ticks, 0, Largest);
        _counts[Index(ticks)]++;
        _sum += ticks;
        Count++;
        MaxTicks = Math.Max(MaxTicks, ticks);
    }

    public void Record(TimeSpan time) => Record((long)(time.TotalSeconds * Stopwatch.Frequency));

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < Buckets; i++)
            _counts[i] += other._counts[i];
        _sum += other._sum;
        Count += other.Count;
        MaxTicks = Math.Max(MaxTicks, other.MaxTicks);
    }

    /// <summary>
    /// The value that the given share (0 to 1) of all values does not exceed, as the upper end of its bucket; zero of
    /// an empty histogram.
    /// </summary>
    public TimeSpan Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (var i = 0; i < Buckets; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
                return ToTime(Math.Min(UpperEnd(i), MaxTicks));
        }

        return TimeSpan.Zero;
    }

    // Values below 2^11 have a bucket of their own; above, each doubling has SubBuckets of twice the width.
    private static int Index(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - SubBucketBits);
        return shift * SubBuckets + (int)(value >> shift);
    }

    private static long UpperEnd(int index)
    {
        if (index < 2 * SubBuckets)
            return index;
        var shift = index / SubBuckets - 1;
        return ((index - shift * SubBuckets + 1L) << shift) - 1;
    }

    private static TimeSpan ToTime(double ticks) => TimeSpan.FromSeconds(ticks / Stopwatch.Frequency);
}
