namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// Points for an amount, as a fraction in lowest terms so that most products fit 64 bits. The default gives nothing.
/// </summary>
internal readonly struct PointRate
{
    private readonly ulong _points;
    private readonly ulong _perAmountMinor;
    private readonly ulong _amountMinorMaxNarrow;
    private readonly RoundingMode _rounding;

    /// <summary>
    /// Takes at most 10^12 points (the base rate's limit times the largest multiplier in basis points) for an amount
    /// from 1 to 10^16 (the limit of amounts in basis points).
    /// </summary>
    public PointRate(long points, long perAmountMinor, RoundingMode rounding)
    {
        var (a, b) = ((ulong)points, (ulong)perAmountMinor);
        while (b != 0)
            (a, b) = (b, a % b);
        _points = (ulong)points / a;
        _perAmountMinor = (ulong)perAmountMinor / a;
        _amountMinorMaxNarrow = _points == 0 ? ulong.MaxValue : ulong.MaxValue / _points;
        _rounding = rounding;
    }

    /// <summary>The rate over some lines, as it is kept with a sale.</summary>
    public ClaimTerm TermOver(LineSet lines) => new((long)_points, (long)_perAmountMinor, _rounding, lines);

    /// <summary>
    /// The points for an amount of at most 10^15, rounded once; <see cref="long.MaxValue"/> where they do not fit.
    /// </summary>
    public long PointsFor(long amountMinor)
    {
        if (_points == 0)
            return 0;
        var amount = unchecked((ulong)amountMinor);
        var points = amount <= _amountMinorMaxNarrow
            ? PointRounding.DivideRounding(_points * amount, _perAmountMinor, _rounding)
            : PointRounding.DivideRounding(Math.BigMul(_points, amount), _perAmountMinor, _rounding);
        return points > long.MaxValue ? long.MaxValue : (long)points;
    }
}
