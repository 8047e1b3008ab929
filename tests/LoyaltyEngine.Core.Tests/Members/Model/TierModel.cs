using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Core.Tests.Members.Model;

/// <summary>
/// The independent model of a member's tier: slow and obvious, in days, and free of any code of the engine. It keeps
/// every purchase for ever, and asks of each day which periods, grants and promises give which tier on it.
/// </summary>
internal sealed class TierModel
{
    private readonly TierTableDefinition _table;
    private readonly LocalDate _enrolled;
    private readonly List<Purchase> _purchases = [];
    private readonly List<(int Tier, LocalDate From, LocalDate Until)> _promises = [];
    private (int Tier, LocalDate From, LocalDate Until)? _grant;
    private LocalDate _today;
    private int _tier;
    private LocalDate? _end;

    public TierModel(TierTableDefinition table, LocalDate enrolled) =>
        (_table, _enrolled, _today) = (table, enrolled, enrolled);

    /// <summary>Lives through the days up to and with this one.</summary>
    public void Pass(LocalDate day)
    {
        while (_today < day)
        {
            _today = _today.PlusDays(1);
            if (_end != _today && !BeginsToday())
                continue;
            var before = _tier;
            var now = TierOn(_today);
            // Who loses a tier by time has the next lower one for a period more.
            if (_table.Downgrade == TierDowngrade.OneTier && before - 1 > now && before > 1
                && LastOf(_today) is { } last)
                _promises.Add((before - 1, _today, last.PlusDays(1 + _table.GraceDays)));

            Stand();
        }
    }

    public void Buy(long sale, LocalDate day, int pounds)
    {
        var purchase = new Purchase(sale, day, 100L * pounds);
        _purchases.Add(purchase);
        if (!IsOver(purchase))
            purchase.Counted = CountOf(purchase.Left);
        Stand();
    }

    /// <summary>Null for all that is left.</summary>
    public void BringBack(long sale, int? pounds)
    {
        var purchase = _purchases.Single(known => known.Sale == sale);
        if (_table.Refunds != TierRefunds.Ignore && !IsOver(purchase))
            purchase.Counted -= CountOf(purchase.Left) - CountOf(purchase.Left - (pounds * 100L ?? purchase.Left));
        purchase.Left -= pounds * 100L ?? purchase.Left;
        var (tier, end) = (_tier, _end ?? LocalDate.MaxIsoValue);
        Stand();
        if (_table.Refunds != TierRefunds.KeepTier
            || (_tier, _end ?? LocalDate.MaxIsoValue).CompareTo((tier, end)) >= 0)
            return;
        _promises.Add((tier, _today, end));
        Stand();
    }

    public void Undo(long sale)
    {
        var purchase = _purchases.Single(known => known.Sale == sale);
        if (!IsOver(purchase))
            purchase.Counted -= CountOf(purchase.Left);
        purchase.Left = 0;
        Stand();
    }

    public void Grant(int tier, LocalDate until)
    {
        EndGrant();
        _grant = (tier, _today, until);
        Stand();
    }

    public void Withdraw()
    {
        EndGrant();
        Stand();
    }

    public string Told()
    {
        var count = _purchases.Where(purchase => InOnePeriod(purchase.Day, _today)).Sum(CountedOf);
        var next = Enumerable.Range(0, _table.Tiers.Count)
            .FirstOrDefault(tier => tier > _tier && _table.Tiers[tier].Threshold > count, -1);
        var end = _tier == 0 || _end is null ? "-" : $"{_end:uuuu-MM-dd}";
        return $"t{_tier} {end} {count} {(next < 0 ? "" : _table.Tiers[next].Id)}";
    }

    // It lasted through the years that are over, and through no other.
    private void EndGrant()
    {
        if (_grant is { } grant)
            _promises.Add(grant with { Until = LocalDate.Min(grant.Until, _today) });
        _grant = null;
    }

    private void Stand()
    {
        _tier = TierOn(_today);
        _end = null;
        if (_tier == 0)
            return;
        var candidates = Spans().Select(span => span.Until).Where(day => day > _today).Distinct().Order();
        _end = candidates.Cast<LocalDate?>().FirstOrDefault(
            day => day != LocalDate.MaxIsoValue && TierOn(day!.Value) < _tier);
    }

    private bool BeginsToday() => Spans().Any(span => span.From == _today && span.Tier > _tier);

    private int TierOn(LocalDate day) =>
        Spans().Where(span => span.From <= day && day < span.Until).Select(span => span.Tier).DefaultIfEmpty(0).Max();

    private IEnumerable<(int Tier, LocalDate From, LocalDate Until)> Spans()
    {
        var spans = _promises.Concat(_grant is { } grant ? [grant] : []).ToList();
        foreach (var (first, last) in Periods())
        {
            var count = _purchases.Where(purchase => purchase.Day >= first && purchase.Day <= last).Sum(CountedOf);
            var tier = Enumerable.Range(0, _table.Tiers.Count).Last(place => count >= Required(place, last));
            var until = last == LocalDate.MaxIsoValue
                ? last
                : After(last, _table.HoldPeriods).PlusDays(1 + _table.GraceDays);
            var from = _table.Upgrade == TierUpgrade.AtOnce ? LocalDate.MinIsoValue : last.PlusDays(1);
            if (tier > 0)
                spans.Add((tier, from, until));
        }

        return spans;

        // Who has the tier on the last day of a period by something else keeps it by less.
        long Required(int place, LocalDate last)
        {
            var (threshold, retain) = (_table.Tiers[place].Threshold, _table.Tiers[place].RetainThreshold);
            var isHeld = spans.Any(span => span.Tier >= place && span.From <= last && last < span.Until);
            return retain > 0 && isHeld ? retain : threshold;
        }
    }

    // All that may matter, the first first.
    private IEnumerable<(LocalDate First, LocalDate Last)> Periods()
    {
        if (_table.Period == TierPeriod.Lifetime)
        {
            yield return (LocalDate.MinIsoValue, LocalDate.MaxIsoValue);
            yield break;
        }

        if (_purchases.Count == 0)
            yield break;
        var day = _purchases.Min(purchase => purchase.Day);
        var end = LocalDate.Max(_purchases.Max(purchase => purchase.Day), _today);
        if (_table.Period == TierPeriod.RollingMonths)
        {
            for (var month = new LocalDate(day.Year, day.Month, 1); month <= end; month = month.PlusMonths(1))
                yield return (month, month.PlusMonths(_table.Months).PlusDays(-1));
            yield break;
        }

        // What comes before the enrolment is of the first year.
        for (var year = 2020; year <= end.Year + 1; year++)
        {
            if (_table.Period == TierPeriod.CalendarYear)
                yield return (new LocalDate(year, 1, 1), new LocalDate(year, 12, 31));
            else if (year >= _enrolled.Year)
            {
                var first = year == _enrolled.Year ? LocalDate.MinIsoValue : Anniversary(year);
                yield return (first, Anniversary(year + 1).PlusDays(-1));
            }
        }
    }

    private LocalDate Anniversary(int year) => _enrolled.PlusYears(year - _enrolled.Year);

    private static LocalDate After(LocalDate last, int years) => last.PlusDays(1).PlusYears(years).PlusDays(-1);

    private LocalDate? LastOf(LocalDate day) => _table.Period switch
    {
        TierPeriod.CalendarYear => new LocalDate(day.Year, 12, 31),
        TierPeriod.AnniversaryYear => Enumerable.Range(_enrolled.Year + 1, 100).Select(Anniversary)
            .First(next => next > day).PlusDays(-1),
        TierPeriod.RollingMonths => new LocalDate(day.Year, day.Month, 1).PlusMonths(_table.Months).PlusDays(-1),
        _ => null,
    };

    private bool InOnePeriod(LocalDate day, LocalDate today) => _table.Period switch
    {
        TierPeriod.Lifetime => true,
        TierPeriod.CalendarYear => day.Year == today.Year,
        TierPeriod.AnniversaryYear => LastOf(day < _enrolled ? _enrolled : day) == LastOf(today),
        _ => new LocalDate(day.Year, day.Month, 1).PlusMonths(_table.Months) > today,
    };

    // What was bought before the enrolment counts in the first year from it.
    private LocalDate PeriodDay(Purchase purchase) =>
        _table.Period == TierPeriod.AnniversaryYear && purchase.Day < _enrolled ? _enrolled : purchase.Day;

    // Nothing rests on it any more.
    private bool IsOver(Purchase purchase) =>
        LastOf(PeriodDay(purchase)) is { } last
        && After(last, _table.HoldPeriods).PlusDays(1 + _table.GraceDays) <= _today;

    private static long CountedOf(Purchase purchase) => purchase.Counted;

    private long CountOf(long amountMinor) => _table.Basis switch
    {
        TierBasis.Points => amountMinor / 100,
        TierBasis.Spend => amountMinor,
        _ => amountMinor > 0 ? 1 : 0,
    };

    private sealed class Purchase(long sale, LocalDate day, long amountMinor)
    {
        public long Sale => sale;

        public LocalDate Day => day;

        public long Left { get; set; } = amountMinor;

        public long Counted { get; set; }
    }
}
