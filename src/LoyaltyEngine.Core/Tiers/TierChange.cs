namespace LoyaltyEngine.Core.Tiers;

/// <summary>What an entry does to a member's tier, and where the member stands with it. Immutable.</summary>
public sealed record TierChange
{
    /// <summary>What the program counts.</summary>
    public required TierCounting Counting { get; init; }

    /// <summary>The period in which the entry counts, and what it adds or takes; the default where it does neither.
    /// </summary>
    public TierCount Count { get; init; }

    /// <summary>What is to be remembered of what the entry forgets.</summary>
    public TierKept[] Kept { get; init; } = [];

    /// <summary>The tier with the entry.</summary>
    public required TierHold Held { get; init; }

    /// <summary>The tiers that the member has with the entry whatever is counted, beside a grant.</summary>
    public TierPromise[] Floors { get; init; } = [];

    /// <summary>When time alone may change the tier.</summary>
    public required LedgerTime ReviewTime { get; init; }

    /// <summary>How far the member is with the entry.</summary>
    public required TierProgress Progress { get; init; }
}
