using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// One rule, compiled: what it gives, and those of its conditions that the index has not already proven when it hands
/// the rule out.
/// </summary>
internal sealed class CompiledRule
{
    private readonly CompiledCondition _condition;
    private readonly PointRate _rate;
    private readonly long _fixedPoints;
    private readonly bool _isByLine;
    private readonly bool _isOfQuantity;
    private readonly ClaimBound _bound;

    /// <param name="definition">The rule.</param>
    /// <param name="earning">The part of the program that it belongs to.</param>
    /// <param name="condition">What the index does not prove of its conditions.</param>
    /// <param name="group">The number of its group; -1 where it excludes none.</param>
    public CompiledRule(RuleDefinition definition, EarningDefinition earning, CompiledCondition condition, int group)
    {
        Id = definition.Id;
        Group = group;
        Priority = definition.Priority;
        _condition = condition;
        _fixedPoints = definition.FixedPoints ?? 0;
        _bound = new ClaimBound(Term: 0, definition.When.MinimumSpendMinor, definition.MaximumPoints)
        {
            MinimumQuantityThousandths = definition.When.MinimumQuantityThousandths,
            MinimumReceiptMinor = definition.When.MinimumReceiptMinor,
        };
        if (definition.MultiplierBps is { } multiplierBps)
        {
            const long bpsPerUnit = ProgramLimits.MultiplierBpsMin;
            _rate = new PointRate(
                earning.Points * (multiplierBps - bpsPerUnit), earning.PerAmountMinor * bpsPerUnit, earning.Rounding);
            _isByLine = earning.Scope == RateScope.Line;
        }
        else if (definition.Rate is { } rate)
        {
            _isOfQuantity = rate.PerQuantityThousandths > 0;
            _isByLine = rate.Scope == RateScope.Line;
            _rate = new PointRate(
                rate.Points, _isOfQuantity ? rate.PerQuantityThousandths : rate.PerAmountMinor, rate.Rounding);
        }
    }

    public string Id { get; }

    /// <summary>The number of its group; -1 where it excludes none.</summary>
    public int Group { get; }

    /// <summary>Its rank among rules that exclude each other.</summary>
    public int Priority { get; }

    /// <summary>Whether the index has proven all there is to prove.</summary>
    public bool IsProven => !_condition.AsksReceipts && !_condition.AsksLines;

    /// <summary>Whether what the index has not proven asks each line.</summary>
    public bool AsksLines => _condition.AsksLines;

    /// <summary>Whether the rule may match anything on a local day, counted from 1970-01-01.</summary>
    public bool MayHoldOn(int day) => _condition.MayHoldOn(day);

    /// <summary>Whether the line meets the conditions that the index has not proven; any line where they ask only the
    /// receipt.</summary>
    public bool Matches(in BasketLine line, in ReceiptFacts receipt) => _condition.Holds(line, receipt);

    /// <summary>Whether the rule has a threshold or a most of points.</summary>
    public bool IsBound => _bound != default;

    /// <summary>Whether matching lines that sum to this amount reach its thresholds.</summary>
    public bool IsReachedBy(long amountMinor, LineSet matched, in EligibleLines lines)
    {
        var quantity = _bound.MinimumQuantityThousandths == 0 ? 0 : lines.QuantityOf(matched);
        return _bound.IsReachedBy(amountMinor, quantity, lines.AmountMinor);
    }

    /// <summary>What the rule gives where its matching lines sum to this amount and reach its thresholds: at most one
    /// point more than a basket may earn, for each line.</summary>
    public long PointsFor(long amountMinor, LineSet matched, in EligibleLines lines)
    {
        if (_fixedPoints > 0)
            return _bound.Cap(_fixedPoints);
        if (_isByLine)
            return _bound.Cap(lines.PointsByLine(_rate, matched, _isOfQuantity));
        return _bound.Cap(_rate.PointsFor(_isOfQuantity ? lines.QuantityOf(matched) : amountMinor));
    }

    /// <summary>Whether it counts rather than another that it excludes, where they give so many points.</summary>
    public bool IsBefore(CompiledRule other, long points, long otherPoints, ConflictPolicy policy)
    {
        var order = policy switch
        {
            ConflictPolicy.BestForMerchant => points.CompareTo(otherPoints),
            ConflictPolicy.Priority => 0,
            _ => otherPoints.CompareTo(points),
        };
        if (order == 0)
            order = other.Priority.CompareTo(Priority);
        if (order == 0)
            order = otherPoints.CompareTo(points);
        return order == 0 ? string.CompareOrdinal(Id, other.Id) < 0 : order < 0;
    }

    /// <summary>What bounds the term at that place.</summary>
    public ClaimBound BoundOf(int term) => _bound with { Term = term };

    /// <summary>What the rule gives a sale whose lines these are.</summary>
    public ClaimTerm TermOver(LineSet lines) => _fixedPoints > 0
        ? new ClaimTerm(_fixedPoints, 0, RoundingMode.Down, lines)
        : _rate.TermOver(lines) with { IsByLine = _isByLine, IsOfQuantity = _isOfQuantity };
}
