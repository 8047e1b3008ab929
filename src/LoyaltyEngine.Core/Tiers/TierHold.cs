namespace LoyaltyEngine.Core.Tiers;

/// <summary>A tier and how long it lasts.</summary>
/// <param name="TierId">The tier; empty for none.</param>
/// <param name="EndTime">When it ends, as things are; <see cref="LedgerTime.Never"/> where nothing ends it.</param>
public readonly record struct TierHold(string TierId, LedgerTime EndTime)
{
    /// <summary>No tier.</summary>
    public static TierHold None => new("", default);
}
