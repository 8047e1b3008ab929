namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Points put into a lot or taken out of it. Carries all it takes to open the lot (again), so that burned points can go
/// back to where they came from after their lot was used up.
/// </summary>
/// <param name="Lot">The lot: the revision of the entry that opened it.</param>
/// <param name="Points">The points put in (positive) or taken out (negative); never 0.</param>
/// <param name="ExpireTime">When the lot expires.</param>
public readonly record struct LotChange(long Lot, long Points, LedgerTime ExpireTime)
{
    /// <summary>When the points become available, where they are pending; the default where they are
    /// available, <see cref="LedgerTime.Never"/> where only an event makes them so.</summary>
    public LedgerTime ActivateTime { get; init; }

    /// <summary>Whether the points are pending: not yet available.</summary>
    public bool IsPending => ActivateTime != default;

    /// <summary>The reservation that holds the points, by the revision of the entry that began it; 0 where none
    /// does.</summary>
    public long Reservation { get; init; }

    /// <summary>Whether the points are reserved: not free for anything but the burn under way.</summary>
    public bool IsReserved => Reservation != 0;

    /// <summary>Whether the points are neither pending nor reserved.</summary>
    public bool IsAvailable => !IsPending && !IsReserved;
}
