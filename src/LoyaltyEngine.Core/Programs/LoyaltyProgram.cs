using LoyaltyEngine.Core.Baskets;
using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// One version of a program, compiled: immutable, safe to use from any number of threads at once, and swapped whole
/// when a new version is published.
/// </summary>
public sealed class LoyaltyProgram
{
    /// <summary>The most points one basket may earn, so that no member's sums can overflow unnoticed.</summary>
    public const long PointsPerBasketMax = 1_000_000_000_000;

    private static readonly LocalDate EpochDay = new(1970, 1, 1);

    private readonly ProgramDefinition _definition;
    private readonly EarningEvaluator _earning;
    private readonly long _minorPerCurrencyUnit;
    private readonly DateTimeZone _zone;

    private LoyaltyProgram(
        ProgramDefinition definition, long version, Instant effectiveTime, Instant beginTime, DateTimeZone zone)
    {
        _definition = definition;
        _zone = zone;
        _earning = new EarningEvaluator(definition.Earning);
        _minorPerCurrencyUnit = CurrencyCodes.MinorPerUnit(definition.CurrencyDecimals);
        Version = version;
        EffectiveTime = effectiveTime;
        BeginTime = beginTime;
    }

    /// <summary>The program's id.</summary>
    public string Id => _definition.Id;

    /// <summary>The version's number: 1 for the first.</summary>
    public long Version { get; }

    /// <summary>From when on this version decides: what occurred earlier is decided by the one before.</summary>
    public Instant EffectiveTime { get; }

    /// <summary>The start of the program's first day in its time zone. Nothing may have occurred before it.</summary>
    public Instant BeginTime { get; }

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
        var begin = zone.AtStartOfDay(definition.BeginDate).ToInstant();
        return new LoyaltyProgram(definition, version, effectiveTime, begin, zone);
    }

    /// <summary>
    /// What the basket earns in this store. Does not depend on the order of lines or rules, and never throws: a basket
    /// beyond its own limits or a sum beyond <see cref="PointsPerBasketMax"/> is told as overflowed. Amounts are taken
    /// to be in the program's currency; <see cref="AcceptsCurrency"/> tells beforehand.
    /// </summary>
    public BasketEvaluation Evaluate(Basket basket, string storeId) => _earning.Evaluate(basket.Lines, storeId);

    /// <summary>The day of a moment in the program's time zone, counted from 1970-01-01.</summary>
    public int DayOf(LedgerTime time) =>
        Period.DaysBetween(EpochDay, time.ToInstant().InZone(_zone).Date);

    /// <summary>Whether an adjustment may name this reason code.</summary>
    public bool KnowsAdjustmentReason(string reasonCode) =>
        _definition.Adjustments is { Reasons: var reasons } && (reasons.Count == 0 || reasons.Contains(reasonCode));

    /// <summary>Whether baskets in this currency can earn.</summary>
    public bool AcceptsCurrency(string currencyCode) => currencyCode == _definition.CurrencyCode;

    /// <summary>
    /// What points pay, in minor units, rounded down; null where the program has no burning, the points are negative
    /// or the value does not fit. Minimum and step are not asked here.
    /// </summary>
    public long? BurnValueMinor(long points)
    {
        if (_definition.Burning is not { } burning || points < 0)
            return null;
        var value = Math.BigMul((ulong)points, (ulong)_minorPerCurrencyUnit) / (ulong)burning.PointsPerCurrencyUnit;
        return value > long.MaxValue ? null : (long)value;
    }
}
