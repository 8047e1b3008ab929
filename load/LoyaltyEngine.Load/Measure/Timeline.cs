using System.Diagnostics;

namespace LoyaltyEngine.Load.Measure;

/// <summary>The latencies of each second in which calls began. One thread writes.</summary>
internal sealed class Timeline(long start, int secondCountMax)
{
    private readonly List<int>?[] _microseconds = new List<int>?[secondCountMax];

    /// <summary>Notes a call; what began before the start or too late is left out.</summary>
    public void Add(long startTime, long endTime)
    {
        var second = (startTime - start) / Stopwatch.Frequency;
        if (startTime < start || second >= _microseconds.Length)
            return;
        var time = Stopwatch.GetElapsedTime(startTime, endTime).TotalMicroseconds;
        (_microseconds[second] ??= []).Add((int)Math.Min(time, int.MaxValue));
    }

    /// <summary>The seconds that had calls, in order.</summary>
    public IEnumerable<TimelineSecond> Seconds()
    {
        for (var second = 0; second < _microseconds.Length; second++)
        {
            if (_microseconds[second] is not { } times)
                continue;
            times.Sort();
            yield return new TimelineSecond(
                second, times.Count, Percentile(times, 0.5), Percentile(times, 0.99), Percentile(times, 1));
        }
    }

    private static TimeSpan Percentile(List<int> sorted, double share) =>
        TimeSpan.FromMicroseconds(sorted[Math.Max(1, (int)Math.Ceiling(share * sorted.Count)) - 1]);
}
