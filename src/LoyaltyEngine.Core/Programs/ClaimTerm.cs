namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// What one rule gave a sale, as a function of what is left of the sale: the rate, or the points that it gave once, and
/// the lines that it matched. Kept with the sale, so that refunds never run rules again.
/// </summary>
/// <param name="Points">The points for each <paramref name="PerAmountMinor"/>, or those given once.</param>
/// <param name="PerAmountMinor">The amount in minor units, greater than 0; 0 where points were given once, which stand
/// as long as anything is left of any of the lines.</param>
/// <param name="Rounding">How a fraction of a point is rounded.</param>
/// <param name="Lines">The lines that it matched; empty for every line that can earn.</param>
public readonly record struct ClaimTerm(long Points, long PerAmountMinor, RoundingMode Rounding, LineSet Lines)
{
    /// <summary>Whether points are for a quantity, in thousandths, in place of an amount.</summary>
    public bool IsOfQuantity { get; init; }

    /// <summary>Whether each line is reckoned and rounded by itself; otherwise all together.</summary>
    public bool IsByLine { get; init; }

    /// <summary>What the term gives for an amount; those given once where anything is left.</summary>
    public long PointsFor(long amountMinor, bool isAnythingLeft)
    {
        if (Points == 0)
            return 0;
        if (PerAmountMinor == 0)
            return isAnythingLeft ? Points : 0;
        return new PointRate(Points, PerAmountMinor, Rounding).PointsFor(amountMinor);
    }
}
