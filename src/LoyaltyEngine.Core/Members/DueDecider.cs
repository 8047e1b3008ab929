using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Decides what becomes due by time alone: pending points become available, reservations end, returns wait no longer
/// for their sales, notice is given, lots expire, tiers end or begin. Asked before every decision and every read, again
/// and again until nothing is due, so that each sees the member as of its own moment. Pure.
/// </summary>
public static class DueDecider
{
    /// <summary>The most lots that one entry activates or lets expire.</summary>
    public const int LotCountMax = 1_000;

    /// <summary>When something becomes due for the member next; <see cref="LedgerTime.Never"/> for nothing.</summary>
    public static LedgerTime NextTime(Member member) =>
        Earlier(
            Earlier(Earlier(NextActivation(member), NextExpiry(member)), NextNotice(member)),
            Earlier(Earlier(NextEnd(member), NextWaitEnd(member)), member.Tier.ReviewTime));

    /// <summary>
    /// The next entry that is due: what comes first in time, and all of its kind that comes before anything of another;
    /// null where nothing is due. One reservation or waiting return an entry.
    /// </summary>
    /// <param name="member">The member.</param>
    /// <param name="recordTime">The moment of the entry.</param>
    /// <param name="through">What is due through this moment counts; not after the moment of the entry.</param>
    /// <param name="tiersAt">The program's tiers at a time; null where it never had any.</param>
    public static MemberEvent? Decide(
        Member member, LedgerTime recordTime, LedgerTime through, Func<LedgerTime, TierTable?>? tiersAt = null)
    {
        if (NextTime(member) is var next && next > through)
            return null;
        // Where several are due at one moment, points become available or free first: they may be what expires.
        var (activation, expiry) = (NextActivation(member), NextExpiry(member));
        var (end, waitEnd, notice) = (NextEnd(member), NextWaitEnd(member), NextNotice(member));
        var review = member.Tier.ReviewTime;
        var others = Earlier(Earlier(end, review), Earlier(waitEnd, notice));
        if (activation == next)
            return Activate(member, Earlier(through, Earlier(expiry, others)), recordTime);
        if (end == next)
        {
            return ReservationDecider.Ended(
                member, member.Reservations.NextToEnd()!, Origin(member, end, recordTime));
        }

        if (waitEnd == next)
        {
            return ReturnDecider.Ended(
                member, member.WaitingReturns.NextToEnd()!, WaitingReturnEnd.TimeOver, waitEnd, recordTime);
        }

        if (notice == next)
            return GiveNotice(member, recordTime);
        if (review == next)
            return TierDecider.Review(member, tiersAt?.Invoke(review), Origin(member, review, recordTime));

        var before = new LedgerTime(Earlier(activation, others).UnixNanoseconds - 1);
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
            var pending = new LotChange(lot.Id, lot.Points, lot.ExpireTime) { ActivateTime = lot.ActivateTime };
            debt = LotSettlement.Activate(pending, debt, changes);
            if (changes[^1].IsAvailable && member.ExpiryOf(changes[^1]) is var expiry && expiry < through)
                through = expiry > lot.ActivateTime ? expiry : lot.ActivateTime;
        }

        var settlement = new Settlement([.. changes], debt - member.Debt);
        return new MemberEvent.PointsActivated
        {
            Origin = Origin(member, last, recordTime),
            Settlement = settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, settlement),
        };
    }

    // Where it comes days late, the points lapse as many later: from the day of the notice on, nobody has fewer days
    // than were to be given.
    private static MemberEvent.ExpiryNoticed GiveNotice(Member member, LedgerTime recordTime)
    {
        var lapse = member.Lapse;
        var lateness = Math.Max(0, recordTime.UnixNanoseconds - lapse.NoticeTime.UnixNanoseconds);
        var lapseTime = lapse.Time.PlusDays(lateness / LedgerTime.NanosecondsPerDay);
        return new MemberEvent.ExpiryNoticed(lapseTime, member.LapsingPoints)
        {
            Origin = Origin(member, lapse.NoticeTime, recordTime),
            BalanceAfter = member.Balance,
        };
    }

    private static MemberEvent.PointsExpired Expire(Member member, LedgerTime through, LedgerTime recordTime)
    {
        var changes = new List<LotChange>();
        Expire(member, member.Lots, reservation: 0, through, changes);
        foreach (var reservation in member.Reservations.Open)
        {
            if (reservation.LotsExpire)
                Expire(member, reservation.Lots, reservation.Id, through, changes);
        }

        changes =
        [
            .. changes.OrderBy(change => member.ExpiryOf(change)).ThenBy(change => change.ExpireTime)
                .ThenBy(change => change.Lot).Take(LotCountMax),
        ];
        var last = member.ExpiryOf(changes[^1]);
        var settlement = new Settlement([.. changes], 0);
        return new MemberEvent.PointsExpired
        {
            Origin = Origin(member, last, recordTime),
            Settlement = settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, settlement),
        };
    }

    private static void Expire(
        Member member, LotTable lots, long reservation, LedgerTime through, List<LotChange> changes)
    {
        var count = 0;
        foreach (ref readonly var lot in lots.Open)
        {
            if (lot.ExpireTime > through || count++ == LotCountMax)
                break;
            changes.Add(new LotChange(lot.Id, -lot.Points, lot.ExpireTime) { Reservation = reservation });
        }

        if (member.LapsingPoints == 0)
            return;
        count = 0;
        foreach (ref readonly var lot in lots.OpenOf(LedgerTime.WhenInactive))
        {
            if (member.Activities.ExpiryOf(lot.Id) > through || count++ == LotCountMax)
                break;
            changes.Add(new LotChange(lot.Id, -lot.Points, lot.ExpireTime) { Reservation = reservation });
        }
    }

    private static LedgerTime NextActivation(Member member) =>
        member.Pending.Open is [var first, ..] ? first.ActivateTime : LedgerTime.Never;

    private static LedgerTime NextExpiry(Member member)
    {
        var activities = member.LapsingPoints == 0 ? null : member.Activities;
        return Earlier(member.Lots.NextExpiry(activities), member.Reservations.NextExpiry(activities));
    }

    private static LedgerTime NextNotice(Member member) =>
        member.Lapse is { IsNoticed: false, NoticeTime: var notice } && notice != default && member.LapsingPoints > 0
            ? notice
            : LedgerTime.Never;

    private static LedgerTime NextEnd(Member member) => member.Reservations.NextToEnd()?.EndTime ?? LedgerTime.Never;

    private static LedgerTime NextWaitEnd(Member member) =>
        member.WaitingReturns.NextToEnd()?.EndTime ?? LedgerTime.Never;

    private static LedgerTime Earlier(LedgerTime one, LedgerTime other) => one < other ? one : other;

    // Points of a member without any activity left are over at once.
    private static EntryOrigin Origin(Member member, LedgerTime dueTime, LedgerTime recordTime) =>
        MemberDecider.OriginOfTime(member, dueTime == default ? recordTime : dueTime, recordTime, programVersion: 0);
}
