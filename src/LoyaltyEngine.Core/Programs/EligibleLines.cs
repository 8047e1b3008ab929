using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Core.Programs;

/// <summary>The lines of a basket that can earn.</summary>
/// <param name="Lines">All lines.</param>
/// <param name="Excluded">Those that cannot earn.</param>
/// <param name="AmountMinor">What those that can come to.</param>
internal readonly record struct EligibleLines(BasketLine[] Lines, LineSet Excluded, long AmountMinor)
{
    /// <summary>The quantity of some lines, in thousandths; of all that can earn where the set is empty.</summary>
    public long QuantityOf(LineSet matched)
    {
        var quantity = 0L;
        for (var i = 0; i < Lines.Length; i++)
        {
            if (Holds(matched, i))
                quantity += Lines[i].QuantityThousandths;
        }

        return quantity;
    }

    /// <summary>The points of some lines, each by itself; of all that can earn where the set is empty. A line counts
    /// for at most one point more than a basket may earn, so that the sum fits and still tells that it is too
    /// much.</summary>
    public long PointsByLine(PointRate rate, LineSet matched, bool isOfQuantity)
    {
        var points = 0L;
        for (var i = 0; i < Lines.Length; i++)
        {
            if (!Holds(matched, i))
                continue;
            var ofLine = rate.PointsFor(isOfQuantity ? Lines[i].QuantityThousandths : Lines[i].AmountMinor);
            points += Math.Min(ofLine, LoyaltyProgram.PointsPerBasketMax + 1);
        }

        return points;
    }

    private bool Holds(LineSet matched, int line) =>
        matched.IsEmpty ? !Excluded.Contains(line) : matched.Contains(line);
}
