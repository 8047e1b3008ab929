using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// Tells the life of points by the program's days. What it tells of a day is kept, since most purchases are of the same
/// one. Thread-safe.
/// </summary>
internal sealed class PointCalendar(ExpiryDefinition? expiry, PendingDefinition? pending, DateTimeZone zone)
{
    private static readonly PointLife Unlimited = new(default, LedgerTime.Never);

    private KnownDay? _known;

    /// <summary>The life of points that were earned at that time.</summary>
    public PointLife LifeOf(LedgerTime earnTime)
    {
        if (expiry is null && pending is null)
            return Unlimited;
        var known = Volatile.Read(ref _known);
        if (known is null || earnTime < known.Begin || earnTime >= known.End)
            Volatile.Write(ref _known, known = Compute(earnTime));
        return known.Life;
    }

    private KnownDay Compute(LedgerTime earnTime)
    {
        var date = earnTime.ToInstant().InZone(zone).Date;
        var activateTime = pending is null ? default : BeginOf(pending.UntilDate ?? date.PlusDays(pending.Days));
        var life = new PointLife(
            activateTime > earnTime || pending?.UntilDate is null ? activateTime : default,
            expiry is null ? LedgerTime.Never : BeginOf(LastDay(expiry, date).PlusDays(1)));
        return new KnownDay(BeginOf(date), BeginOf(date.PlusDays(1)), life);
    }

    private static LocalDate LastDay(ExpiryDefinition expiry, LocalDate earnDate)
    {
        var date = expiry.Unit switch
        {
            ExpiryUnit.Days => earnDate.PlusDays(expiry.Period),
            ExpiryUnit.Months => earnDate.PlusMonths(expiry.Period),
            _ => earnDate.PlusYears(expiry.Period),
        };
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

    /// <summary>When a day begins.</summary>
    public LedgerTime BeginOf(LocalDate date) => LedgerTime.FromInstant(zone.AtStartOfDay(date).ToInstant());

    private sealed record KnownDay(LedgerTime Begin, LedgerTime End, PointLife Life);
}
