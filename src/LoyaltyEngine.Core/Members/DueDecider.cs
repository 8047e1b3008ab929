namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Decides what becomes due by time alone: pending points become available, reservations end, lots expire. Asked before
/// every decision and every read, again and again until nothing is due, so that each sees the member as of its own
/// moment. Pure.
/// </summary>
public static class DueDecider
{
    /// <summary>The most lots that one entry activates or lets expire.</summary>
    public const int LotCountMax = 1_000;

    /// <summary>When something becomes due for the member next; <see cref="LedgerTime.Never"/> for nothing.</summary>
    public static LedgerTime NextTime(Member member)
    {
        var due = Earlier(NextActivation(member), NextExpiry(member));
        return member.Reservations.NextToEnd() is { } reservation ? Earlier(due, reservation.EndTime) : due;
    }

    /// <summary>
    /// The next entry that is due: what comes first in time, and all of its kind that comes before anything of another;
    /// null where nothing is due. One reservation an entry.
    /// </summary>
    /// <param name="member">The member.</param>
    /// <param name="recordTime">The moment of the entry.</param>
    /// <param name="through">What is due through this moment counts; not after the moment of the entry.</param>
    public static MemberEvent? Decide(Member member, LedgerTime recordTime, LedgerTime through)
    {
        var (activation, expiry) = (NextActivation(member), NextExpiry(member));
        var reservation = member.Reservations.NextToEnd();
        var end = reservation?.EndTime ?? LedgerTime.Never;
        if (activation > through && expiry > through && end > through)
            return null;
        // Where several are due at one moment, points become available or free first: they may be what expires.
        if (activation <= expiry && activation <= end)
            return Activate(member, Earlier(through, Earlier(expiry, end)), recordTime);
        if (end <= expiry)
            return ReservationDecider.Ended(member, reservation!, Origin(member, end, recordTime));
        var before = new LedgerTime(Earlier(activation, end).UnixNanoseconds - 1);
        return Expire(member, Earlier(through, before), recordTime);
    }

    private static MemberEvent.PointsActivated Activate(Member member, LedgerTime through, LedgerTime recordTime)
    {
        var changes = new List<LotChange>();
        var (debt, count, last) = (member.Debt, 0, default(LedgerTime));
        // A lot that expires before the next becomes available expires first.
        foreach (ref readonly var lot in member.Pending.Open)
        {
            if (lot.ActivateTime > through || count++ == LotCountMax)
                break;
            last = lot.ActivateTime;
            changes.Add(new LotChange(lot.Id, -lot.Points, lot.ExpireTime) { ActivateTime = lot.ActivateTime });
            var repaid = Math.Min(lot.Points, debt);
            debt -= repaid;
            if (lot.Points == repaid)
                continue;
            changes.Add(new LotChange(lot.Id, lot.Points - repaid, lot.ExpireTime));
            if (lot.ExpireTime < through)
                through = lot.ExpireTime > lot.ActivateTime ? lot.ExpireTime : lot.ActivateTime;
        }

        var settlement = new Settlement([.. changes], debt - member.Debt);
        return new MemberEvent.PointsActivated
        {
            Origin = Origin(member, last, recordTime),
            Settlement = settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, settlement),
        };
    }

    private static MemberEvent.PointsExpired Expire(Member member, LedgerTime through, LedgerTime recordTime)
    {
        var changes = new List<LotChange>();
        Expire(member.Lots, reservation: 0, through, changes);
        foreach (var reservation in member.Reservations.Open)
        {
            if (reservation.LotsExpire)
                Expire(reservation.Lots, reservation.Id, through, changes);
        }

        // Without reservations they are in order already, and no more than may be.
        changes = [.. changes.OrderBy(change => change.ExpireTime).ThenBy(change => change.Lot).Take(LotCountMax)];
        var last = changes[^1].ExpireTime;
        var settlement = new Settlement([.. changes], 0);
        return new MemberEvent.PointsExpired
        {
            Origin = Origin(member, last, recordTime),
            Settlement = settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, settlement),
        };
    }

    private static void Expire(LotTable lots, long reservation, LedgerTime through, List<LotChange> changes)
    {
        var count = 0;
        foreach (ref readonly var lot in lots.Open)
        {
            if (lot.ExpireTime > through || count++ == LotCountMax)
                break;
            changes.Add(new LotChange(lot.Id, -lot.Points, lot.ExpireTime) { Reservation = reservation });
        }
    }

    private static LedgerTime NextActivation(Member member) =>
        member.Pending.Open is [var first, ..] ? first.ActivateTime : LedgerTime.Never;

    private static LedgerTime NextExpiry(Member member) =>
        Earlier(
            member.Lots.Open is [var first, ..] ? first.ExpireTime : LedgerTime.Never,
            member.Reservations.NextExpiry());

    private static LedgerTime Earlier(LedgerTime one, LedgerTime other) => one < other ? one : other;

    private static EntryOrigin Origin(Member member, LedgerTime dueTime, LedgerTime recordTime) => new()
    {
        Revision = member.Revision + 1,
        RecordTime = recordTime,
        OccurTime = dueTime,
        RequestId = "",
        RequestKey = 0,
        ContentHash = default,
        Principal = "",
        ProgramVersion = 0,
        Context = Baskets.TillContext.Empty,
    };
}
