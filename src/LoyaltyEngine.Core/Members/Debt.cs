namespace LoyaltyEngine.Core.Members;

/// <summary>Points that a member owes since one entry.</summary>
/// <param name="Id">The revision of the entry that made the debt.</param>
/// <param name="Points">What is still owed.</param>
/// <param name="SinceTime">When that entry was decided.</param>
public readonly record struct Debt(long Id, long Points, LedgerTime SinceTime);
