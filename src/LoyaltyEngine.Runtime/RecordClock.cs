using LoyaltyEngine.Core;

namespace LoyaltyEngine.Runtime;

/// <summary>
/// Tells the time of decisions: the clock's, but never earlier than one told before or found in the journal, so that a
/// clock that goes backwards never reorders the ledger. Thread-safe.
/// </summary>
internal sealed class RecordClock(TimeProvider clock, long lastRecordTime)
{
    private const long NanosecondsPerTick = 100;

    private long _last = lastRecordTime;

    /// <summary>The time of a decision taken now.</summary>
    public LedgerTime Next()
    {
        var now = (clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * NanosecondsPerTick;
        var last = Volatile.Read(ref _last);
        while (now > last)
        {
            var seen = Interlocked.CompareExchange(ref _last, now, last);
            if (seen == last)
                return new LedgerTime(now);
            last = seen;
        }

        return new LedgerTime(last);
    }
}
