using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Tiers;
using NodaTime;
using NodaTime.TimeZones;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// One version of a program, compiled: immutable, safe to use from any number of threads at once, and swapped whole
/// when a new version is published.
/// </summary>
public sealed class LoyaltyProgram
{
    /// <summary>The most points one basket may earn, so that no member's sums can overflow unnoticed.</summary>
    public const long PointsPerBasketMax = 1_000_000_000_000;

    private readonly ProgramDefinition _definition;
    private readonly EarningEvaluator _earning;
    private readonly RuleExplainer _explainer;
    private readonly PointCalendar _calendar;
    private readonly long _minorPerCurrencyUnit;
    private readonly DateTimeZone _zone;
    private readonly ZoneClock _clock;
    private LateLimit? _lateLimit;

    private LoyaltyProgram(
        ProgramDefinition definition, long version, Instant effectiveTime, Instant beginTime, DateTimeZone zone)
    {
        _definition = definition;
        _zone = zone;
        _clock = new ZoneClock(zone);
        var groups = new StoreGroups(definition, _clock);
        _earning = new EarningEvaluator(definition.Earning, groups);
        _explainer = new RuleExplainer(definition, groups);
        _calendar = new PointCalendar(definition, zone);
        Tiers = definition.Tiers is { } tiers ? new TierTable(tiers, zone) : null;
        _minorPerCurrencyUnit = CurrencyCodes.MinorPerUnit(definition.CurrencyDecimals);
        Version = version;
        EffectiveTime = effectiveTime;
        BeginTime = beginTime;
    }

    /// <summary>The version of the tz database by which local times are reckoned, such as 2025b.</summary>
    public static string TzVersion { get; } = TzdbDateTimeZoneSource.Default.TzdbVersion;

    /// <summary>The program's id.</summary>
    public string Id => _definition.Id;

    /// <summary>The version's number: 1 for the first.</summary>
    public long Version { get; }

    /// <summary>From when on this version decides: what occurred earlier is decided by the one before.</summary>
    public Instant EffectiveTime { get; }

    /// <summary>The start of the program's first day in its time zone. Nothing may have occurred before it.</summary>
    public Instant BeginTime { get; }

    /// <summary>The tiers; null where the program has none.</summary>
    public TierTable? Tiers { get; }

    /// <summary>What was declared.</summary>
    public ProgramDefinition Definition => _definition;

    /// <summary>Compiles a definition that <see cref="ProgramChecker"/> finds no fault with.</summary>
    /// <exception cref="ArgumentException">The definition has faults.</exception>
    public static LoyaltyProgram Compile(ProgramDefinition definition, long version, Instant effectiveTime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        if (ProgramChecker.Check(definition) is [var fault, ..] faults)
        {
            throw new ArgumentException(
                $"The program has {faults.Count} faults, the first: {fault}", nameof(definition));
        }
        var zone = DateTimeZoneProviders.Tzdb[definition.TimeZone];
        var begin = PointCalendar.BeginOf(definition.BeginDate, zone);
        return new LoyaltyProgram(definition, version, effectiveTime, begin, zone);
    }

    /// <summary>
    /// What the basket earns where, when and by whom it was bought. Does not depend on the order of lines or rules, and
    /// never throws: a basket beyond its own limits or a sum beyond <see cref="PointsPerBasketMax"/> is told as
    /// overflowed. Amounts are taken to be in the program's currency; <see cref="AcceptsCurrency"/> tells beforehand.
    /// </summary>
    public BasketEvaluation Evaluate(
        Basket basket, TillContext context, LedgerTime time, PurchaserFacts member = default) =>
        _earning.Evaluate(basket, context, time, member);

    /// <summary>The rules that do not apply to a purchase that this version decided, in the program's order, and why.
    /// For who wants to know: slow beside the evaluation.</summary>
    public IEnumerable<SkippedRule> Explain(MemberEvent.PointsEarned purchase, PurchaserFacts member)
    {
        var (context, time) = (purchase.Origin.Context, purchase.Origin.OccurTime);
        var facts = _earning.FactsOf(purchase.Basket, context, time, member, storeOrdinal: -1, asksAll: true);
        return _explainer.Explain(purchase, facts);
    }

    /// <summary>When points that are earned at that time may be burned.</summary>
    public PointLife LifeOf(LedgerTime earnTime) => _calendar.LifeOf(earnTime);

    /// <summary>When points lapse after an activity at that time. Only of a program where they do.</summary>
    public Inactivity InactivityAfter(LedgerTime time) => _calendar.InactivityAfter(time);

    /// <summary>How far the program's local time is ahead of UTC at that moment, in seconds.</summary>
    public int UtcOffsetSecondsAt(LedgerTime time) => _clock.OffsetSecondsAt(time);

    /// <summary>The earliest time of a purchase that may be told of now: the begin of a day of the program's.</summary>
    public LedgerTime EarliestOf(LedgerTime now)
    {
        if (_definition.LateDays == 0)
            return LedgerTime.Earliest;
        var limit = Volatile.Read(ref _lateLimit);
        if (limit is null || now < limit.Begin || now >= limit.End)
        {
            var today = now.ToInstant().InZone(_zone).Date;
            limit = new LateLimit(
                _calendar.BeginOf(today),
                _calendar.BeginOf(today.PlusDays(1)),
                _calendar.BeginOf(today.PlusDays(-_definition.LateDays)));
            Volatile.Write(ref _lateLimit, limit);
        }

        return limit.Earliest;
    }

    /// <summary>Until when burned points are good at least that come back now because of the merchant.</summary>
    public LedgerTime GraceEndOf(LedgerTime now) => _definition.Returns.GraceDays == 0
        ? LedgerTime.Earliest
        : _calendar.BeginOf(now.ToInstant().InZone(_zone).Date.PlusDays(_definition.Returns.GraceDays + 1));

    /// <summary>The day of a moment in the program's time zone, counted from 1970-01-01.</summary>
    public int DayOf(LedgerTime time) => _clock.LocalAt(time).Day;

    /// <summary>Whether an adjustment may name this reason code.</summary>
    public bool KnowsAdjustmentReason(string reasonCode) =>
        _definition.Adjustments is { Reasons: var reasons } && (reasons.Count == 0 || reasons.Contains(reasonCode));

    /// <summary>Whether baskets in this currency can earn.</summary>
    public bool AcceptsCurrency(string currencyCode) => currencyCode == _definition.CurrencyCode;

    /// <summary>
    /// The normal form of an identifier, under which it is unique in the program; null where the program does not know
    /// the kind or it is no value of it. To the letter where the program declares no kinds.
    /// </summary>
    public string? NormaliseIdentifier(string kind, string value) =>
        _definition.Identifiers.Count == 0 ? value
        : _definition.Identifiers.FirstOrDefault(known => known.Kind == kind) is { } definition
            ? IdentifierForms.Normalise(definition, value)
            : null;

    /// <summary>The years that a member must have completed under a legal profile, empty for the first; null where the
    /// program has no such profile.</summary>
    public int? MinimumAge(string legalProfile)
    {
        var profiles = _definition.Enrolment.LegalProfiles;
        if (legalProfile.Length == 0)
            return profiles.Count == 0 ? 0 : profiles[0].MinimumAge;
        return profiles.FirstOrDefault(profile => profile.Id == legalProfile)?.MinimumAge;
    }

    /// <summary>
    /// Whether who was born on that day (yyyymmdd, months and days 00 where unknown) has completed so many years at
    /// that time, in the program's time zone and whatever the unknown part is; false where the day is 0.
    /// </summary>
    public bool IsOfAge(int birthDate, int years, LedgerTime time)
    {
        if (birthDate == 0)
            return false;
        var (year, month, day) = (birthDate / 10_000, birthDate / 100 % 100, birthDate % 100);
        month = month == 0 ? 12 : month;
        var last = CalendarSystem.Iso.GetDaysInMonth(year, month);
        var birthday = new LocalDate(year, month, day == 0 ? last : Math.Min(day, last)).PlusYears(years);
        return birthday <= time.ToInstant().InZone(DateTimeZoneProviders.Tzdb[_definition.TimeZone]).Date;
    }

    /// <summary>
    /// What points pay, in minor units, rounded down; null where the program has no burning, the points are negative
    /// or the value does not fit. Minimum and step are not asked here.
    /// </summary>
    public long? BurnValueMinor(long points) =>
        _definition.Burning is { } burning ? ValueMinor(points, burning.PointsPerCurrencyUnit) : null;

    /// <summary>What points pay at a rate, as <see cref="BurnValueMinor"/>.</summary>
    public long? ValueMinor(long points, long pointsPerCurrencyUnit)
    {
        if (points < 0)
            return null;
        var value = Math.BigMul((ulong)points, (ulong)_minorPerCurrencyUnit) / (ulong)pointsPerCurrencyUnit;
        return value > long.MaxValue ? null : (long)value;
    }

    // What holds from the begin of a day to its end.
    private sealed record LateLimit(LedgerTime Begin, LedgerTime End, LedgerTime Earliest);
}
