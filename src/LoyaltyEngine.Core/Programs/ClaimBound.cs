namespace LoyaltyEngine.Core.Programs;

/// <summary>What bounds a term of a claim schedule. Few terms have any.</summary>
/// <param name="Term">The term, by its place.</param>
/// <param name="MinimumSpendMinor">What must be left of its lines for it to give anything; 0 for no least.</param>
/// <param name="MaximumPoints">The most that it gives; 0 for no most.</param>
public readonly record struct ClaimBound(int Term, long MinimumSpendMinor, long MaximumPoints)
{
    /// <summary>What is given where the term by itself would give so many points for that amount.</summary>
    public long Apply(long points, long amountMinor) =>
        amountMinor < MinimumSpendMinor ? 0
        : MaximumPoints > 0 ? Math.Min(points, MaximumPoints)
        : points;
}
