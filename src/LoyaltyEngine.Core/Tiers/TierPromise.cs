namespace LoyaltyEngine.Core.Tiers;

/// <summary>A tier that a member has for a time, whatever is counted.</summary>
/// <param name="TierId">The tier; empty for none.</param>
/// <param name="BeginTime">Since when.</param>
/// <param name="EndTime">Until when; <see cref="LedgerTime.Never"/> for ever.</param>
public readonly record struct TierPromise(string TierId, LedgerTime BeginTime, LedgerTime EndTime)
{
    /// <summary>No tier.</summary>
    public static TierPromise None => new("", default, default);
}
