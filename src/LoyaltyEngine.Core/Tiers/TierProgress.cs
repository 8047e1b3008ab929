namespace LoyaltyEngine.Core.Tiers;

/// <summary>How far a member is, in what the program counts: points, minor units or visits.</summary>
/// <param name="Count">What counts at that moment.</param>
/// <param name="PeriodEndTime">When the period ends in which it counts; <see cref="LedgerTime.Never"/> where periods
/// have no common end.</param>
/// <param name="NextTierId">The lowest tier above the member's that the count does not reach; empty for none.</param>
/// <param name="NextCount">The count that reaches it.</param>
/// <param name="KeepCount">The count that keeps the member's tier beyond the period; 0 where nothing is asked.</param>
public readonly record struct TierProgress(
    long Count, LedgerTime PeriodEndTime, string NextTierId, long NextCount, long KeepCount)
{
    /// <summary>Of a program without tiers.</summary>
    public static TierProgress None => new(0, LedgerTime.Never, "", 0, 0);
}
