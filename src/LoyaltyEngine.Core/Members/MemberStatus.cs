namespace LoyaltyEngine.Core.Members;

/// <summary>Whether a member's account is open. Stored by number, so permanent.</summary>
public enum MemberStatus : byte
{
    /// <summary>Everything is allowed.</summary>
    Active = 0,

    /// <summary>What the program declares is allowed.</summary>
    Blocked = 1,

    /// <summary>What the program declares is allowed; nothing where it declares nothing.</summary>
    Closed = 2,

    /// <summary>The person was erased. Nothing is allowed, for good.</summary>
    Erased = 3,
}
