namespace LoyaltyEngine.Core.Tiers;

/// <summary>What the purchases of one period count.</summary>
/// <param name="BeginTime">From when on they count.</param>
/// <param name="EndTime">Until when; <see cref="LedgerTime.Never"/> for ever.</param>
/// <param name="HoldTime">Until when a tier lasts that they reach.</param>
/// <param name="Count">What they count; of a change, what it adds or takes.</param>
public readonly record struct TierCount(LedgerTime BeginTime, LedgerTime EndTime, LedgerTime HoldTime, long Count)
{
    private readonly string? _keptTierId;

    /// <summary>The tier that the member had through the whole of the period by what is forgotten since; empty for
    /// none.</summary>
    public string KeptTierId
    {
        get => _keptTierId ?? "";
        init => _keptTierId = value.Length == 0 ? null : value;
    }
}
