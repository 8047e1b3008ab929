namespace LoyaltyEngine.Core.Members;

/// <summary>Points of one origin and one expiry that a member still has.</summary>
/// <param name="Id">The revision of the entry that opened it.</param>
/// <param name="Points">What is left of it; greater than 0.</param>
/// <param name="ExpireTime">When it expires, or <see cref="LedgerTime.Never"/>.</param>
public readonly record struct Lot(long Id, long Points, LedgerTime ExpireTime);
