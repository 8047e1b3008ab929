namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// Points for an amount, as a fraction in lowest terms so that most products fit 64 bits. The default gives nothing.
/// </summary>
internal readonly struct PointRate
{
    private readonly ulong _points;
    private readonly ulong _perAmountMinor;
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
        _rounding = rounding;
    }

    /// <summary>The points for an amount of at most 10^15, rounded once.</summary>
    public UInt128 PointsFor(long amountMinor) => _points == 0
        ? UInt128.Zero
        : PointRounding.DivideRounding(Math.BigMul(_points, (ulong)amountMinor), _perAmountMinor, _rounding);
}
