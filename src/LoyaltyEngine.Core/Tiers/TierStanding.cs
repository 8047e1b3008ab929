namespace LoyaltyEngine.Core.Tiers;

/// <summary>Where a member stands by a table of tiers at one moment.</summary>
/// <param name="Index">The tier's place in the table.</param>
/// <param name="Held">The tier, and until when it lasts if nothing more is counted.</param>
/// <param name="ReviewTime">When time alone may change it.</param>
internal readonly record struct TierStanding(int Index, TierHold Held, LedgerTime ReviewTime);
