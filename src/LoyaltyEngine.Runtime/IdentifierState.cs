namespace LoyaltyEngine.Runtime;

/// <summary>Whether an identifier can be used.</summary>
public enum IdentifierState
{
    /// <summary>Nobody ever had it.</summary>
    Unknown,

    /// <summary>A member has it.</summary>
    Held,

    /// <summary>A member gave it up, and nobody has had it since.</summary>
    Released,

    /// <summary>A member has another in its place. It is dead for good.</summary>
    Retired,
}
