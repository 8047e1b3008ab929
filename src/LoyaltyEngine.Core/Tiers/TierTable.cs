using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Core.Tiers;

/// <summary>
/// The tiers of one program version, compiled. Tells where a member stands as a pure function of what is counted, of
/// the tiers that were granted or kept, and of the time. Immutable and thread-safe.
/// </summary>
public sealed class TierTable
{
    private readonly TierTableDefinition _definition;
    private readonly DateTimeZone _zone;
    private readonly Dictionary<string, int> _places;

    internal TierTable(TierTableDefinition definition, DateTimeZone zone)
    {
        (_definition, _zone) = (definition, zone);
        _places = definition.Tiers.Index().ToDictionary(tier => tier.Item.Id, tier => tier.Index);
        Counting = new TierCounting(definition.Basis, definition.Period, definition.Months);
    }

    /// <summary>What was declared.</summary>
    public TierTableDefinition Definition => _definition;

    /// <summary>What is counted.</summary>
    public TierCounting Counting { get; }

    /// <summary>The lowest tier, which is everybody's.</summary>
    public TierDefinition Lowest => _definition.Tiers[0];

    /// <summary>The tier with that id; null where the table has none.</summary>
    public TierDefinition? Find(string tierId) =>
        _places.TryGetValue(tierId, out var place) ? _definition.Tiers[place] : null;

    /// <summary>The tier that a member has; the lowest where the table does not know it any more.</summary>
    public TierDefinition TierOf(MemberTier member) => _definition.Tiers[PlaceOf(member.Held.TierId)];

    /// <summary>How far a member is at that moment.</summary>
    public TierProgress ProgressOf(MemberTier member, LedgerTime enrolTime, LedgerTime now)
    {
        var count = 0L;
        if (member.Counting == Counting)
        {
            foreach (ref readonly var one in member.Counts)
                count += one.BeginTime <= now && now < one.EndTime ? one.Count : 0;
        }

        var held = PlaceOf(member.Held.TierId);
        var next = held + 1;
        while (next < _definition.Tiers.Count && _definition.Tiers[next].Threshold <= count)
            next++;
        var endTime = HasYears ? PeriodOf(now, enrolTime).EndTime : LedgerTime.Never;
        var keepsByLess = HasYears && !member.Held.EndTime.IsNever && member.Held.EndTime >= endTime;
        var keep = held == 0 || _definition.Period == TierPeriod.Lifetime ? 0 : Required(held, keepsByLess);
        return next < _definition.Tiers.Count
            ? new TierProgress(count, endTime, _definition.Tiers[next].Id, _definition.Tiers[next].Threshold, keep)
            : new TierProgress(count, endTime, "", 0, keep);
    }

    /// <summary>The period in which a purchase at that time counts, with a count of 0.</summary>
    internal TierCount PeriodOf(LedgerTime time, LedgerTime enrolTime)
    {
        var date = DateOf(time);
        switch (_definition.Period)
        {
            case TierPeriod.CalendarYear:
                return Period(new LocalDate(date.Year, 1, 1), years => new LocalDate(date.Year + years, 1, 1));
            case TierPeriod.AnniversaryYear:
                var enrolled = DateOf(enrolTime);
                var years = Math.Max(0, date.Year - enrolled.Year);
                if (years > 0 && enrolled.PlusYears(years) > date)
                    years--;
                return Period(enrolled.PlusYears(years), more => enrolled.PlusYears(years + more));
            case TierPeriod.RollingMonths:
                var month = new LocalDate(date.Year, date.Month, 1);
                var end = month.PlusMonths(_definition.Months);
                return new TierCount(Begin(month), Begin(end), Begin(end.PlusDays(_definition.GraceDays)), 0);
            default:
                return new TierCount(LedgerTime.Earliest, LedgerTime.Never, LedgerTime.Never, 0);
        }

        TierCount Period(LocalDate begin, Func<int, LocalDate> after) => new(
            Begin(begin),
            Begin(after(1)),
            Begin(after(1 + _definition.HoldPeriods).PlusDays(_definition.GraceDays)),
            0);
    }

    /// <summary>Where a member stands at that moment.</summary>
    internal TierStanding StandingOf(MemberTier member, LedgerTime now)
    {
        var spans = SpansOf(member);
        var place = 0;
        foreach (var span in spans)
        {
            if (span.Covers(now))
                place = Math.Max(place, span.Place);
        }

        var end = LedgerTime.Never;
        if (place > 0)
        {
            end = now;
            while (!end.IsNever && spans.Where(span => span.Place >= place && span.Covers(end)).ToList() is [_, ..] on)
                end = on.Max(span => span.Until);
        }

        var review = end;
        foreach (var span in spans)
        {
            if (span.Place > place && span.From > now && span.From < review)
                review = span.From;
        }

        return new TierStanding(place, new TierHold(_definition.Tiers[place].Id, end), review);
    }

    /// <summary>
    /// The member once a moment has come that may change the tier: who loses one by time alone comes to the next lower
    /// one first, for a period, where the program says so.
    /// </summary>
    internal MemberTier Review(MemberTier member, LedgerTime enrolTime, LedgerTime now)
    {
        var lower = PlaceOf(member.Held.TierId) - 1;
        if (_definition is not { Downgrade: TierDowngrade.OneTier, Period: not TierPeriod.Lifetime }
            || lower < 1 || StandingOf(member, now).Index >= lower)
            return member;
        var end = DateOf(PeriodOf(now, enrolTime).EndTime).PlusDays(_definition.GraceDays);
        return member.With(new TierPromise(_definition.Tiers[lower].Id, now, Begin(end)));
    }

    /// <summary>What of a member's tiers must be remembered where all that is over at that moment is forgotten: through
    /// which later periods it gave a tier.</summary>
    /// <param name="member">The member.</param>
    /// <param name="now">The moment.</param>
    /// <param name="endsGrant">Whether the grant is over with it.</param>
    internal TierKept[] KeptOf(MemberTier member, LedgerTime now, bool endsGrant)
    {
        if (member.Counting != Counting)
            return [];
        var over = SpansOf(member).FindAll(span => span.Until <= now);
        if (endsGrant && PlaceOf(member.Grant.TierId) is var granted and > 0 && member.Grant.EndTime > now)
            over.Add(new Span(granted, member.Grant.BeginTime, now));
        var kept = new List<TierKept>();
        foreach (ref readonly var period in member.Counts)
        {
            var (end, place) = (period.EndTime, PlaceOf(period.KeptTierId));
            var highest = over.Where(span => span.HasAllBefore(end)).Select(span => span.Place).DefaultIfEmpty(0).Max();
            if (period.HoldTime > now && highest > place)
                kept.Add(new TierKept(end, _definition.Tiers[highest].Id));
        }

        return [.. kept];
    }

    /// <summary>Whether one tier is lower than another, or ends before it where it is the same.</summary>
    internal bool IsLess(TierHold one, TierHold other) =>
        (PlaceOf(one.TierId), one.EndTime).CompareTo((PlaceOf(other.TierId), other.EndTime)) < 0;

    private bool HasYears => _definition.Period is TierPeriod.CalendarYear or TierPeriod.AnniversaryYear;

    private int PlaceOf(string tierId) => _places.GetValueOrDefault(tierId);

    private long Required(int place, bool isHeld) => _definition.Tiers[place] switch
    {
        { RetainThreshold: > 0 } tier when isHeld => tier.RetainThreshold,
        var tier => tier.Threshold,
    };

    // For each tier that something gives, from when until when.
    private List<Span> SpansOf(MemberTier member)
    {
        var spans = new List<Span>();
        foreach (ref readonly var floor in member.Floors)
            Add(floor);
        Add(member.Grant);
        if (member.Counting != Counting)
            return spans;
        foreach (ref readonly var period in member.Counts)
        {
            var count = 0L;
            foreach (ref readonly var one in member.Counts)
                count += one.EndTime >= period.EndTime && one.BeginTime < period.EndTime ? one.Count : 0;
            var end = period.EndTime;
            for (var place = _definition.Tiers.Count - 1; place > 0; place--)
            {
                // Who has it through the whole of the period keeps it by less.
                var isHeld = PlaceOf(period.KeptTierId) >= place
                    || spans.Exists(span => span.Place >= place && span.HasAllBefore(end));
                if (count < Required(place, isHeld))
                    continue;
                var from = _definition.Upgrade == TierUpgrade.AtOnce ? LedgerTime.Earliest : end;
                spans.Add(new Span(place, from, period.HoldTime));
                break;
            }
        }

        return spans;

        void Add(in TierPromise promise)
        {
            if (PlaceOf(promise.TierId) is var place and > 0)
                spans.Add(new Span(place, promise.BeginTime, promise.EndTime));
        }
    }

    private LocalDate DateOf(LedgerTime time) => time.ToInstant().InZone(_zone).Date;

    private LedgerTime Begin(LocalDate date) => PointCalendar.TimeOf(date, _zone);

    private readonly record struct Span(int Place, LedgerTime From, LedgerTime Until)
    {
        public bool Covers(LedgerTime time) => From <= time && (time < Until || Until.IsNever);

        // Whether it lasts to the end of what ends then.
        public bool HasAllBefore(LedgerTime end) => From < end && Until >= end;
    }
}
