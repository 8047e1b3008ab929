using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>Tells local times of a zone. What it knows of the clocks is kept from one change of them to the next.
/// Thread-safe.</summary>
internal sealed class ZoneClock(DateTimeZone zone)
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long SecondsPerDay = 86_400;

    private static readonly LocalDate s_epochDay = new(1970, 1, 1);

    private KnownOffset? _known;

    /// <summary>A day, counted from 1970-01-01.</summary>
    public static int DayOf(LocalDate date) => Period.DaysBetween(s_epochDay, date);

    /// <summary>The day that is counted so.</summary>
    public static LocalDate DateOf(int day) => s_epochDay.PlusDays(day);

    /// <summary>The day of the week of such a day; 1970-01-01 was a Thursday.</summary>
    public static IsoDayOfWeek WeekdayOf(int day) => (IsoDayOfWeek)((((day % 7) + 10) % 7) + 1);

    /// <summary>How far local time is ahead of UTC, in seconds.</summary>
    public int OffsetSecondsAt(LedgerTime time)
    {
        var known = Volatile.Read(ref _known);
        if (known is null || time < known.Begin || time >= known.End)
        {
            var interval = zone.GetZoneInterval(time.ToInstant());
            known = new KnownOffset(
                interval.HasStart ? Clamped(interval.Start) : LedgerTime.Earliest,
                interval.HasEnd ? Clamped(interval.End) : LedgerTime.Never,
                interval.WallOffset.Seconds);
            Volatile.Write(ref _known, known);
        }

        return known.Seconds;
    }

    /// <summary>The local day, counted from 1970-01-01, and the minute of it.</summary>
    public (int Day, int Minute) LocalAt(LedgerTime time)
    {
        var (seconds, rest) = Math.DivRem(time.UnixNanoseconds, NanosecondsPerSecond);
        seconds += OffsetSecondsAt(time) - (rest < 0 ? 1 : 0);
        var (day, second) = Math.DivRem(seconds, SecondsPerDay);
        return second < 0
            ? ((int)day - 1, (int)((second + SecondsPerDay) / 60))
            : ((int)day, (int)(second / 60));
    }

    // Years beyond those of a moment of the ledger hold nothing.
    private static LedgerTime Clamped(Instant instant) =>
        instant <= LedgerTime.Earliest.ToInstant() ? LedgerTime.Earliest
        : instant >= LedgerTime.Never.ToInstant() ? LedgerTime.Never
        : LedgerTime.FromInstant(instant);

    // From one change of the clocks to the next.
    private sealed record KnownOffset(LedgerTime Begin, LedgerTime End, int Seconds);
}
