namespace LoyaltyEngine.Core.Members;

/// <summary>What a program may allow or forbid to members whose account is not open.</summary>
[Flags]
public enum MemberActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Earning.</summary>
    Earn = 1,

    /// <summary>Burning.</summary>
    Burn = 2,

    /// <summary>Bringing goods back.</summary>
    Return = 4,

    /// <summary>Undoing entries and adjusting points by hand.</summary>
    Reverse = 8,

    /// <summary>Changing identifiers and what is known of the member.</summary>
    Update = 16,
}
