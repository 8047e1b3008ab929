namespace LoyaltyEngine.Core.Members;

/// <summary>Points of one origin that a member is to have but may not burn yet.</summary>
/// <param name="Id">The revision of the entry that opened it.</param>
/// <param name="Points">What is left of it; greater than 0.</param>
/// <param name="ActivateTime">When they become available.</param>
/// <param name="ExpireTime">When they expire after that, or <see cref="LedgerTime.Never"/>.</param>
public readonly record struct PendingLot(long Id, long Points, LedgerTime ActivateTime, LedgerTime ExpireTime);
