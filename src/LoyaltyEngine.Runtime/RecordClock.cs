using LoyaltyEngine.Core;

namespace LoyaltyEngine.Runtime;

/// <summary>
/// Tells the time of decisions: the clock's, but never earlier than one told before or found in the journal, so that a
/// clock that goes backwards never reorders the ledger. Thread-safe.
/// </summary>
internal sealed class RecordClock(TimeProvider clock, long lastRecordTime)
{
    private const long NanosecondsPerTick = 100;

    private readonly long _recordedLast = lastRecordTime;
    private long _last = lastRecordTime;
    private long _jumpMax = long.MaxValue;
    private long _dueLimit = long.MaxValue;

    /// <summary>Through when what is due may be applied: all times, unless the clock has jumped.</summary>
    public LedgerTime DueLimit => new(Volatile.Read(ref _dueLimit));

    /// <summary>Whether the clock has jumped since it is watched.</summary>
    public bool HasJumped => Volatile.Read(ref _dueLimit) != long.MaxValue;

    /// <summary>
    /// From now on a step of more than this from one time told to the next is a jump: what is due after it is not
    /// applied any more, since points that expired would not come back when the clock is set right. Whoever calls this
    /// must see to it that times are told more often than that.
    /// </summary>
    /// <param name="jumpMax">The longest step.</param>
    /// <param name="restMax">How long at most nothing had been recorded when this clock was made.</param>
    public void Watch(TimeSpan jumpMax, TimeSpan restMax)
    {
        if (_recordedLast > 0 && (Now() - _recordedLast) / NanosecondsPerTick > restMax.Ticks)
            Volatile.Write(ref _dueLimit, _recordedLast);
        Next();
        var jumpTicks = Math.Min(jumpMax.Ticks, long.MaxValue / NanosecondsPerTick);
        Volatile.Write(ref _jumpMax, jumpTicks * NanosecondsPerTick);
    }

    /// <summary>The time of a decision taken now.</summary>
    public LedgerTime Next()
    {
        var now = Now();
        var last = Volatile.Read(ref _last);
        while (now > last)
        {
            if (now - last > Volatile.Read(ref _jumpMax))
                Interlocked.CompareExchange(ref _dueLimit, last, long.MaxValue);
            var seen = Interlocked.CompareExchange(ref _last, now, last);
            if (seen == last)
                return new LedgerTime(now);
            last = seen;
        }

        return new LedgerTime(last);
    }

    private long Now() => (clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * NanosecondsPerTick;
}
