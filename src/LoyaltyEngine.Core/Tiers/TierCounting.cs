using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Tiers;

/// <summary>What is counted and for how long. Counts of two kinds are never added.</summary>
/// <param name="Basis">What a purchase counts.</param>
/// <param name="Period">For how long.</param>
/// <param name="Months">How many months, of <see cref="TierPeriod.RollingMonths"/>; otherwise 0.</param>
public readonly record struct TierCounting(TierBasis Basis, TierPeriod Period, int Months);
