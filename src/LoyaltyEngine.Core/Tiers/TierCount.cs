namespace LoyaltyEngine.Core.Tiers;

/// <summary>What the purchases of one period count.</summary>
/// <param name="BeginTime">From when on they count.</param>
/// <param name="EndTime">Until when; <see cref="LedgerTime.Never"/> for ever.</param>
/// <param name="HoldTime">Until when a tier lasts that they reach.</param>
/// <param name="Count">What they count; of a change, what it adds or takes.</param>
public readonly record struct TierCount(LedgerTime BeginTime, LedgerTime EndTime, LedgerTime HoldTime, long Count);
