namespace LoyaltyEngine.Journal.Keys;

/// <summary>What is to be changed in a vault.</summary>
internal enum VaultAction
{
    /// <summary>A key is made, where there is none.</summary>
    Create,

    /// <summary>A key and its mark are deleted.</summary>
    Delete,

    /// <summary>A member is marked.</summary>
    Mark,

    /// <summary>A mark is taken back.</summary>
    Unmark,
}
