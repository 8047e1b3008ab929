namespace LoyaltyEngine.Core.Members;

/// <summary>What changed a balance.</summary>
public enum BalancePartKind
{
    /// <summary>Nothing did.</summary>
    None,

    /// <summary>A rule gave points for purchases.</summary>
    Earned,

    /// <summary>Points were burned.</summary>
    Burned,

    /// <summary>A rule took points back for returns.</summary>
    Returned,

    /// <summary>Returns asked for more points than there were, and the rest was forgiven.</summary>
    Forgiven,

    /// <summary>Points were given or taken by hand.</summary>
    Adjusted,

    /// <summary>Earns were undone.</summary>
    EarnReversed,

    /// <summary>Burns were undone.</summary>
    BurnReversed,

    /// <summary>Adjustments were undone.</summary>
    AdjustmentReversed,

    /// <summary>Points expired.</summary>
    Expired,

    /// <summary>Returns asked for points that had expired before.</summary>
    ExpiredBefore,

    /// <summary>Debt was written off.</summary>
    WrittenOff,

    /// <summary>All that is beyond the parts that are told one by one.</summary>
    Other,
}
