namespace LoyaltyEngine.Core.Programs;

/// <summary>When points that a purchase earned may be burned.</summary>
/// <param name="ActivateTime">From when on; the default where they are available at once,
/// <see cref="LedgerTime.Never"/> where only an event makes them so.</param>
/// <param name="ExpireTime">Until when, or <see cref="LedgerTime.Never"/>.</param>
public readonly record struct PointLife(LedgerTime ActivateTime, LedgerTime ExpireTime);
