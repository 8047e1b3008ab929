namespace LoyaltyEngine.Core.Programs;

/// <summary>What bounds a term of a claim schedule. Few terms have any.</summary>
/// <param name="Term">The term, by its place.</param>
/// <param name="MinimumSpendMinor">What must be left of its lines for it to give anything; 0 for no least.</param>
/// <param name="MaximumPoints">The most that it gives; 0 for no most.</param>
public readonly record struct ClaimBound(int Term, long MinimumSpendMinor, long MaximumPoints)
{
    /// <summary>What quantity must be left of its lines, in thousandths; 0 for no least.</summary>
    public long MinimumQuantityThousandths { get; init; }

    /// <summary>What must be left of all lines that can earn; 0 for no least.</summary>
    public long MinimumReceiptMinor { get; init; }

    /// <summary>Whether so much of its lines, and of the receipt, reaches the thresholds.</summary>
    public bool IsReachedBy(long amountMinor, long quantityThousandths, long receiptMinor) =>
        amountMinor >= MinimumSpendMinor
        && quantityThousandths >= MinimumQuantityThousandths
        && receiptMinor >= MinimumReceiptMinor;

    /// <summary>What is given of so many points.</summary>
    public long Cap(long points) => MaximumPoints > 0 ? Math.Min(points, MaximumPoints) : points;
}
