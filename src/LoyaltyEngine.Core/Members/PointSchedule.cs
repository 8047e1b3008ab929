namespace LoyaltyEngine.Core.Members;

/// <summary>
/// When which of a member's points become available and expire: those that are available, soonest to expire first, then
/// those that are pending, soonest to become available first, then those that are reserved, by reservation. Sums to
/// what is available, pending and reserved.
/// </summary>
/// <param name="Points">The first <see cref="CountMax"/> of them.</param>
/// <param name="PointsBeyond">The points of all others.</param>
public sealed record PointSchedule(IReadOnlyList<ScheduledPoints> Points, long PointsBeyond)
{
    /// <summary>How many are told one by one.</summary>
    public const int CountMax = 1_000;

    /// <summary>The schedule of a member as it is now.</summary>
    public static PointSchedule Of(Member member)
    {
        var points = new List<ScheduledPoints>();
        var beyond = 0L;
        foreach (ref readonly var lot in member.Lots.Open)
            Add(points, ref beyond, Scheduled(member, lot, activateTime: default));
        foreach (ref readonly var lot in member.Pending.Open)
            Add(points, ref beyond, Scheduled(
                member, new Lot(lot.Id, lot.Points, lot.ExpireTime), lot.ActivateTime));
        foreach (var reservation in member.Reservations.Open)
        {
            foreach (ref readonly var lot in reservation.Lots.Open)
            {
                Add(points, ref beyond, Scheduled(member, lot, activateTime: default) with
                {
                    Reservation = reservation.Id,
                    ReservationEndTime = reservation.EndTime,
                });
            }
        }

        return new PointSchedule(points, beyond);
    }

    private static ScheduledPoints Scheduled(Member member, in Lot lot, LedgerTime activateTime)
    {
        if (!lot.ExpireTime.IsWhenInactive)
            return new ScheduledPoints(activateTime, lot.ExpireTime, lot.Points);
        var lapseTime = member.Activities.LapseOf(lot.Id);
        return new ScheduledPoints(activateTime, lapseTime, lot.Points)
        {
            WhenInactive = lot.Id > member.Activities.LapsedLot && !lapseTime.IsNever,
        };
    }

    private static void Add(List<ScheduledPoints> points, ref long beyond, in ScheduledPoints next)
    {
        if (points is [.., var last] && last with { Points = 0 } == next with { Points = 0 })
            points[^1] = last with { Points = last.Points + next.Points };
        else if (points.Count < CountMax)
            points.Add(next);
        else
            beyond += next.Points;
    }
}
