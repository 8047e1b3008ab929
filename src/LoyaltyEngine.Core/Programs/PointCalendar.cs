using LoyaltyEngine.Core.Members;
using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// Tells the life of points by the program's days. What it tells of a day is kept, since most purchases are of the same
/// one. Thread-safe.
/// </summary>
internal sealed class PointCalendar(ProgramDefinition definition, DateTimeZone zone)
{
    private static readonly PointLife Unlimited = new(default, LedgerTime.Never);

    // Before the last moment of the ledger in every time zone.
    private const int YearEnd = 2262;

    private KnownDay? _known;

    /// <summary>The life of points that were earned at that time.</summary>
    public PointLife LifeOf(LedgerTime earnTime) =>
        definition is { Expiry: null, Pending: null, Inactivity: null } ? Unlimited : Know(earnTime).Life;

    /// <summary>When points lapse after an activity at that time; only where the program says so.</summary>
    public Inactivity InactivityAfter(LedgerTime time) => Know(time).Inactivity!;

    private KnownDay Know(LedgerTime time)
    {
        var known = Volatile.Read(ref _known);
        if (known is null || time < known.Begin || time >= known.End)
            Volatile.Write(ref _known, known = Compute(time));
        return known;
    }

    private KnownDay Compute(LedgerTime time)
    {
        var date = time.ToInstant().InZone(zone).Date;
        var pending = definition.Pending;
        var activateTime = pending switch
        {
            null => default,
            { UntilDate: null, Days: 0 } => LedgerTime.Never,
            _ => BeginOf(pending.UntilDate ?? date.PlusDays(pending.Days)),
        };
        var expireTime = definition switch
        {
            { Expiry: { } expiry } => BeginOf(LastDay(expiry, date).PlusDays(1)),
            { Inactivity: not null } => LedgerTime.WhenInactive,
            _ => LedgerTime.Never,
        };
        var life = new PointLife(
            activateTime > time || pending?.UntilDate is null ? activateTime : default, expireTime);
        return new KnownDay(BeginOf(date), BeginOf(date.PlusDays(1)), life, InactivityAfter(date));
    }

    private Inactivity? InactivityAfter(LocalDate date)
    {
        if (definition.Inactivity is not { } inactivity)
            return null;
        var lapse = Later(date, inactivity.Unit, inactivity.Period).PlusDays(1);
        if (lapse.Year >= YearEnd)
            return Inactivity.Ended;
        return new Inactivity(
            BeginOf(lapse), inactivity.NoticeDays == 0 ? default : BeginOf(lapse.PlusDays(-inactivity.NoticeDays)));
    }

    private static LocalDate Later(LocalDate date, ExpiryUnit unit, int period) => unit switch
    {
        ExpiryUnit.Days => date.PlusDays(period),
        ExpiryUnit.Months => date.PlusMonths(period),
        _ => date.PlusYears(period),
    };

    private static LocalDate LastDay(ExpiryDefinition expiry, LocalDate earnDate)
    {
        var date = Later(earnDate, expiry.Unit, expiry.Period);
        if (expiry.Dates.Count > 0)
        {
            var thisYear = expiry.Dates.Select(one => one.InYear(date.Year)).Where(one => one >= date);
            return thisYear.DefaultIfEmpty(expiry.Dates.Min(one => one.InYear(date.Year + 1))).Min();
        }

        var month = expiry.RoundTo switch
        {
            ExpiryRounding.Month => date.Month,
            ExpiryRounding.Quarter => (date.Month + 2) / 3 * 3,
            ExpiryRounding.Year => 12,
            _ => 0,
        };
        return month == 0 ? date : new LocalDate(date.Year, month, 1).With(DateAdjusters.EndOfMonth);
    }

    /// <summary>When a day begins; one that the clocks left out, with the next.</summary>
    public static Instant BeginOf(LocalDate date, DateTimeZone zone)
    {
        var midnight = zone.MapLocal(date.AtMidnight());
        return midnight.Count == 0 ? midnight.LateInterval.Start : midnight.First().ToInstant();
    }

    /// <summary>When a day begins; never, for one after all that the ledger can tell.</summary>
    public static LedgerTime TimeOf(LocalDate date, DateTimeZone zone) =>
        date.Year < YearEnd ? LedgerTime.FromInstant(BeginOf(date, zone)) : LedgerTime.Never;

    /// <summary>When a day of the program begins; never, for one after all that the ledger can tell.</summary>
    public LedgerTime BeginOf(LocalDate date) => TimeOf(date, zone);

    private sealed record KnownDay(LedgerTime Begin, LedgerTime End, PointLife Life, Inactivity? Inactivity);
}
