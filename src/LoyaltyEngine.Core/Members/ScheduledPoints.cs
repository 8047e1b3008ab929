namespace LoyaltyEngine.Core.Members;

/// <summary>Points that become available and expire at the same times.</summary>
/// <param name="ActivateTime">When they become available; the default where they are,
/// <see cref="LedgerTime.Never"/> where only an event makes them so.</param>
/// <param name="ExpireTime">When they expire, or <see cref="LedgerTime.Never"/>.</param>
/// <param name="Points">How many.</param>
public readonly record struct ScheduledPoints(LedgerTime ActivateTime, LedgerTime ExpireTime, long Points)
{
    /// <summary>Whether they expire for want of activity, so that another activity moves it on.</summary>
    public bool WhenInactive { get; init; }

    /// <summary>The reservation that holds them, by the revision of the entry that began it; 0 where none
    /// does.</summary>
    public long Reservation { get; init; }

    /// <summary>When that reservation ends by itself; the default where there is none.</summary>
    public LedgerTime ReservationEndTime { get; init; }
}
