using System.Collections.Frozen;
using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// One rule, compiled: what it gives, and those of its conditions that the index has not already proven when it hands
/// the rule out.
/// </summary>
internal sealed class CompiledRule
{
    private readonly FrozenSet<string>? _skus;
    private readonly FrozenSet<string>? _categories;
    private readonly int[]? _storeOrdinals;
    private readonly PointRate _rate;
    private readonly long _fixedPoints;
    private readonly ClaimBound _bound;

    public CompiledRule(
        RuleDefinition definition,
        EarningDefinition earning,
        RuleCondition provenByIndex,
        Func<string, int> storeOrdinalOf)
    {
        Id = definition.Id;
        if (definition.Match.Skus.Count > 0 && provenByIndex != RuleCondition.Sku)
            _skus = definition.Match.Skus.ToFrozenSet();
        if (definition.Match.Categories.Count > 0 && provenByIndex != RuleCondition.Category)
            _categories = definition.Match.Categories.ToFrozenSet();
        if (definition.Stores.Count > 0 && provenByIndex != RuleCondition.Store)
            _storeOrdinals = [.. definition.Stores.Select(storeOrdinalOf).Distinct().Order()];
        _fixedPoints = definition.FixedPoints ?? 0;
        _bound = new ClaimBound(Term: 0, definition.MinimumSpendMinor, definition.MaximumPoints);
        if (definition.MultiplierBps is { } multiplierBps)
        {
            const long bpsPerUnit = ProgramLimits.MultiplierBpsMin;
            _rate = new PointRate(
                earning.Points * (multiplierBps - bpsPerUnit), earning.PerAmountMinor * bpsPerUnit, earning.Rounding);
        }
    }

    public string Id { get; }

    /// <summary>Whether the index has proven all there is to prove.</summary>
    public bool IsProven => _skus is null && _categories is null && _storeOrdinals is null;

    /// <summary>
    /// Whether the line meets the conditions the index has not proven. The store is given by its number in the index,
    /// -1 for one that no rule names.
    /// </summary>
    public bool Matches(in BasketLine line, int storeOrdinal)
    {
        if (_storeOrdinals is not null && Array.BinarySearch(_storeOrdinals, storeOrdinal) < 0)
            return false;
        if (_skus is not null && !_skus.Contains(line.Sku))
            return false;
        if (_categories is null)
            return true;
        foreach (var category in line.Categories)
        {
            if (_categories.Contains(category))
                return true;
        }
        return false;
    }

    /// <summary>Whether the rule has a least spend or a most of points.</summary>
    public bool IsBound => _bound != default;

    /// <summary>Whether its matching lines come to the least spend.</summary>
    public bool IsReachedBy(long matchedAmountMinor) => matchedAmountMinor >= _bound.MinimumSpendMinor;

    /// <summary>What the rule gives where its matching lines sum to this amount.</summary>
    public long PointsFor(long matchedAmountMinor)
    {
        var points = _fixedPoints > 0 ? _fixedPoints : _rate.PointsFor(matchedAmountMinor);
        return IsBound ? _bound.Apply(points, matchedAmountMinor) : points;
    }

    /// <summary>What bounds the term at that place.</summary>
    public ClaimBound BoundOf(int term) => _bound with { Term = term };

    /// <summary>What the rule gives a sale whose lines these are.</summary>
    public ClaimTerm TermOver(LineSet lines) => _fixedPoints > 0
        ? new ClaimTerm(_fixedPoints, 0, RoundingMode.Down, lines)
        : _rate.TermOver(lines);
}
