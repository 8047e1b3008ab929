namespace LoyaltyEngine.Core.Members;

/// <summary>What became of points that are taken back.</summary>
/// <param name="Settlement">Where they were taken from.</param>
/// <param name="DebtRestoredPoints">Those of what became debt that had repaid debt, or that are reserved and repay it
/// once they are free.</param>
/// <param name="ForgivenPoints">Those that nobody owes.</param>
/// <param name="ExpiredPoints">Those that had expired, so that they are not taken again.</param>
internal readonly record struct TakenBack(
    Settlement Settlement, long DebtRestoredPoints, long ForgivenPoints, long ExpiredPoints);
