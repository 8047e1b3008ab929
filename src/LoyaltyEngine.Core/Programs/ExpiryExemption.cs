namespace LoyaltyEngine.Core.Programs;

/// <summary>Why a law on the expiry of points does not apply to a program, as the chain says on its own
/// account.</summary>
public enum ExpiryExemption
{
    /// <summary>It does.</summary>
    None,

    /// <summary>No reward is worth more than 50 dollars.</summary>
    SmallRewards,

    /// <summary>There is a single reward, fixed at the outset, as on a punch card.</summary>
    SingleReward,
}
