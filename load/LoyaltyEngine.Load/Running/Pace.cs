using System.Diagnostics;

namespace LoyaltyEngine.Load.Running;

/// <summary>
/// Says when calls are to begin: so many a second, evenly, from a moment on, whether or not the server keeps up. Used
/// by one generator thread.
/// </summary>
/// <param name="perSecond">How many calls a second.</param>
/// <param name="start">When the first begins, as a timestamp.</param>
internal sealed class Pace(double perSecond, long start)
{
    private readonly double _ticksPerCall = Stopwatch.Frequency / perSecond;

    /// <summary>How many calls have begun.</summary>
    public long Taken { get; private set; }

    private long Next => start + (long)(Taken * _ticksPerCall);

    /// <summary>Takes the next call where its time has come, and tells when that was.</summary>
    public bool TryTake(long now, out long due)
    {
        due = Next;
        if (due > now)
            return false;
        Taken++;
        return true;
    }

    /// <summary>How many calls should have begun by then.</summary>
    public long DueBy(long timestamp) => timestamp < start ? 0 : (long)((timestamp - start) / _ticksPerCall) + 1;

    /// <summary>How long until the next call is to begin, at most so long.</summary>
    public TimeSpan UntilNext(TimeSpan atMost)
    {
        var left = Next - Stopwatch.GetTimestamp();
        var time = TimeSpan.FromSeconds(Math.Max(0, left) / (double)Stopwatch.Frequency);
        return time < atMost ? time : atMost;
    }
}
