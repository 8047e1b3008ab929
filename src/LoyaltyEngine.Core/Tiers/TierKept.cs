namespace LoyaltyEngine.Core.Tiers;

/// <summary>Says which tier a member had through the whole of a period, where what says so is forgotten.</summary>
/// <param name="EndTime">The end of the period, which names it.</param>
/// <param name="TierId">The tier.</param>
public readonly record struct TierKept(LedgerTime EndTime, string TierId);
