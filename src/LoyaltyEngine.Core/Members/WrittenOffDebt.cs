namespace LoyaltyEngine.Core.Members;

/// <summary>What was written off of what an entry made owed.</summary>
/// <param name="Entry">The revision of the entry.</param>
/// <param name="Points">How many points, in all.</param>
public readonly record struct WrittenOffDebt(long Entry, long Points);
