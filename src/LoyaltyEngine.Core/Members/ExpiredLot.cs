namespace LoyaltyEngine.Core.Members;

/// <summary>What expired of a lot and was not netted against a refund of its sale since.</summary>
/// <param name="Id">The revision of the entry that opened the lot.</param>
/// <param name="Points">The points; 0 or greater.</param>
/// <param name="ExpireTime">When the lot expired.</param>
public readonly record struct ExpiredLot(long Id, long Points, LedgerTime ExpireTime);
