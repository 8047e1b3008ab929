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
    private readonly ClaimBound _bound;

    public CompiledRule(RuleDefinition definition, EarningDefinition earning, CompiledCondition condition)
    {
        Id = definition.Id;
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
        }
    }

    public string Id { get; }

    /// <summary>Whether the index has proven all there is to prove.</summary>
    public bool IsProven => !_condition.AsksReceipts && !_condition.AsksLines;

    /// <summary>Whether what the index has not proven asks each line.</summary>
    public bool AsksLines => _condition.AsksLines;

    /// <summary>Whether the line meets the conditions that the index has not proven; any line where they ask only the
    /// receipt.</summary>
    public bool Matches(in BasketLine line, in ReceiptFacts receipt) => _condition.Holds(line, receipt);

    /// <summary>Whether the rule has a threshold or a most of points.</summary>
    public bool IsBound => _bound != default;

    /// <summary>Whether its thresholds are reached: by matching lines of this amount, of a receipt of that.</summary>
    public bool IsReachedBy(
        long amountMinor, long receiptMinor, LineSet matched, LineSet excluded, BasketLine[] lines)
    {
        var quantity = _bound.MinimumQuantityThousandths == 0 ? 0 : QuantityOf(matched, excluded, lines);
        return _bound.IsReachedBy(amountMinor, quantity, receiptMinor);
    }

    /// <summary>What the rule gives where its matching lines sum to this amount and reach its thresholds.</summary>
    public long PointsFor(long matchedAmountMinor) =>
        _bound.Cap(_fixedPoints > 0 ? _fixedPoints : _rate.PointsFor(matchedAmountMinor));

    /// <summary>What bounds the term at that place.</summary>
    public ClaimBound BoundOf(int term) => _bound with { Term = term };

    /// <summary>What the rule gives a sale whose lines these are.</summary>
    public ClaimTerm TermOver(LineSet lines) => _fixedPoints > 0
        ? new ClaimTerm(_fixedPoints, 0, RoundingMode.Down, lines)
        : _rate.TermOver(lines);

    private static long QuantityOf(LineSet matched, LineSet excluded, BasketLine[] lines)
    {
        var quantity = 0L;
        for (var i = 0; i < lines.Length; i++)
        {
            if (matched.IsEmpty ? !excluded.Contains(i) : matched.Contains(i))
                quantity += lines[i].QuantityThousandths;
        }

        return quantity;
    }
}
