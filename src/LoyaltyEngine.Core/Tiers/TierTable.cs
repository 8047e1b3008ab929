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
    private KnownPeriod? _known;

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
    public TierProgress ProgressOf(MemberTier member, LedgerTime enrolTime, LedgerTime now) =>
        ProgressOf(member, member.Held, enrolTime, now);

    /// <summary>How far a member is at that moment who has this tier then.</summary>
    internal TierProgress ProgressOf(MemberTier member, TierHold tier, LedgerTime enrolTime, LedgerTime now)
    {
        var count = 0L;
        if (member.Counting == Counting)
        {
            foreach (ref readonly var one in member.Counts)
                count += one.BeginTime <= now && now < one.EndTime ? one.Count : 0;
        }

        var held = PlaceOf(tier.TierId);
        var next = held + 1;
        while (next < _definition.Tiers.Count && _definition.Tiers[next].Threshold <= count)
            next++;
        var endTime = HasYears ? PeriodOf(now, enrolTime).EndTime : LedgerTime.Never;
        var keepsByLess = HasYears && !tier.EndTime.IsNever && tier.EndTime >= endTime;
        var keep = held == 0 || _definition.Period == TierPeriod.Lifetime ? 0 : Required(held, keepsByLess);
        return next < _definition.Tiers.Count
            ? new TierProgress(count, endTime, _definition.Tiers[next].Id, _definition.Tiers[next].Threshold, keep)
            : new TierProgress(count, endTime, "", 0, keep);
    }

    /// <summary>The period in which a purchase at that time counts, with a count of 0.</summary>
    internal TierCount PeriodOf(LedgerTime time, LedgerTime enrolTime)
    {
        if (_definition.Period == TierPeriod.AnniversaryYear)
            return YearOf(DateOf(time), DateOf(enrolTime));
        // Most purchases are of the same one.
        var known = Volatile.Read(ref _known);
        if (known is null || time < known.Begin || time >= known.End)
            Volatile.Write(ref _known, known = Compute(DateOf(time)));
        return known.Period;
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

        var end = place > 0 ? EndOf(spans, place, now) : LedgerTime.Never;
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
        return member.Counting == Counting && IsAnythingOver(member, now, endsGrant)
            ? ComputeKept(member, now, endsGrant)
            : [];
    }

    /// <summary>Whether the table knows the tier, and not everybody has it.</summary>
    internal bool IsAboveLowest(string tierId) => PlaceOf(tierId) > 0;

    /// <summary>Whether one tier is lower than another, or ends before it where it is the same.</summary>
    internal bool IsLess(TierHold one, TierHold other) =>
        (PlaceOf(one.TierId), one.EndTime).CompareTo((PlaceOf(other.TierId), other.EndTime)) < 0;

    private static bool IsAnythingOver(MemberTier member, LedgerTime now, bool endsGrant)
    {
        foreach (ref readonly var count in member.Counts)
        {
            if (count.HoldTime <= now)
                return true;
        }

        foreach (ref readonly var floor in member.Floors)
        {
            if (floor.EndTime <= now)
                return true;
        }

        return member.Grant.TierId.Length > 0 && (endsGrant || member.Grant.EndTime <= now);
    }

    private TierKept[] ComputeKept(MemberTier member, LedgerTime now, bool endsGrant)
    {
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

    private bool HasYears => TierTableDefinition.IsOfYears(_definition.Period);

    private int PlaceOf(string tierId) => _places.GetValueOrDefault(tierId);

    private long Required(int place, bool isHeld) => _definition.Tiers[place] switch
    {
        { RetainThreshold: > 0 } tier when isHeld => tier.RetainThreshold,
        var tier => tier.Threshold,
    };

    // For each tier that something gives, from when until when.
    private List<Span> SpansOf(MemberTier member)
    {
        var spans = new List<Span>(member.Floors.Length + member.Counts.Length + 1);
        foreach (ref readonly var floor in member.Floors)
            Add(spans, floor);
        Add(spans, member.Grant);
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
                var isHeld = PlaceOf(period.KeptTierId) >= place || IsHeldBefore(spans, place, end);
                if (count < Required(place, isHeld))
                    continue;
                var from = _definition.Upgrade == TierUpgrade.AtOnce ? LedgerTime.Earliest : end;
                spans.Add(new Span(place, from, period.HoldTime));
                break;
            }
        }

        return spans;
    }

    private void Add(List<Span> spans, in TierPromise promise)
    {
        if (PlaceOf(promise.TierId) is var place and > 0)
            spans.Add(new Span(place, promise.BeginTime, promise.EndTime));
    }

    // When a tier, or a higher one, is given no longer.
    private static LedgerTime EndOf(List<Span> spans, int place, LedgerTime now)
    {
        var (end, isGiven) = (now, true);
        while (isGiven && !end.IsNever)
        {
            isGiven = false;
            foreach (var span in spans)
            {
                if (span.Place < place || !span.Covers(end))
                    continue;
                (end, isGiven) = (span.Until, true);
            }
        }

        return end;
    }

    private static bool IsHeldBefore(List<Span> spans, int place, LedgerTime end)
    {
        foreach (var span in spans)
        {
            if (span.Place >= place && span.HasAllBefore(end))
                return true;
        }

        return false;
    }

    private KnownPeriod Compute(LocalDate date)
    {
        if (_definition.Period == TierPeriod.Lifetime)
        {
            return new KnownPeriod(
                LedgerTime.Earliest, LedgerTime.Never,
                new TierCount(LedgerTime.Earliest, LedgerTime.Never, LedgerTime.Never, 0));
        }

        if (_definition.Period == TierPeriod.CalendarYear)
        {
            var year = YearOf(date, new LocalDate(date.Year, 1, 1));
            return new KnownPeriod(year.BeginTime, year.EndTime, year);
        }

        var month = new LocalDate(date.Year, date.Month, 1);
        var end = month.PlusMonths(_definition.Months);
        return new KnownPeriod(
            Begin(month), Begin(month.PlusMonths(1)),
            new TierCount(Begin(month), Begin(end), Begin(end.PlusDays(_definition.GraceDays)), 0));
    }

    // The year from the last anniversary of a first day; the first year for what was before.
    private TierCount YearOf(LocalDate date, LocalDate first)
    {
        var years = Math.Max(0, date.Year - first.Year);
        if (years > 0 && first.PlusYears(years) > date)
            years--;
        return new TierCount(
            Begin(first.PlusYears(years)),
            Begin(first.PlusYears(years + 1)),
            Begin(first.PlusYears(years + 1 + _definition.HoldPeriods).PlusDays(_definition.GraceDays)),
            0);
    }

    private LocalDate DateOf(LedgerTime time) => time.ToInstant().InZone(_zone).Date;

    private LedgerTime Begin(LocalDate date) => PointCalendar.TimeOf(date, _zone);

    // What holds for all times from a begin to an end.
    private sealed record KnownPeriod(LedgerTime Begin, LedgerTime End, TierCount Period);

    private readonly record struct Span(int Place, LedgerTime From, LedgerTime Until)
    {
        public bool Covers(LedgerTime time) => From <= time && (time < Until || Until.IsNever);

        // Whether it lasts to the end of what ends then.
        public bool HasAllBefore(LedgerTime end) => From < end && Until >= end;
    }
}
