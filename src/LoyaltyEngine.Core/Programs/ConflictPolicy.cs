namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// Which of several rules that apply to a receipt and exclude each other counts. Where they are equal by it, the one of
/// higher priority does, then the one that gives more points, then the one whose id comes first.
/// </summary>
public enum ConflictPolicy
{
    /// <summary>All; of each group, the one that gives most points.</summary>
    Sum,

    /// <summary>The one that gives most points.</summary>
    BestForMember,

    /// <summary>The one that gives fewest points.</summary>
    BestForMerchant,

    /// <summary>The one of highest priority.</summary>
    Priority,
}
