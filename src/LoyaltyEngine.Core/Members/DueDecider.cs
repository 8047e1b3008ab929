namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Decides what becomes due by time alone: pending points become available, lots expire. Asked before every decision
/// and every read, again and again until nothing is due, so that each sees the member as of its own moment. Pure.
/// </summary>
public static class DueDecider
{
    /// <summary>The most lots that one entry activates or lets expire.</summary>
    public const int LotCountMax = 1_000;

    /// <summary>When something becomes due for the member next; <see cref="LedgerTime.Never"/> for nothing.</summary>
    public static LedgerTime NextTime(Member member)
    {
        var (activation, expiry) = (NextActivation(member), NextExpiry(member));
        return activation < expiry ? activation : expiry;
    }

    /// <summary>
    /// The next entry that is due: what comes first in time, and all of its kind that comes before anything of the
    /// other; null where nothing is due.
    /// </summary>
    /// <param name="member">The member.</param>
    /// <param name="recordTime">The moment of the entry.</param>
    /// <param name="through">What is due through this moment counts; not after the moment of the entry.</param>
    public static MemberEvent? Decide(Member member, LedgerTime recordTime, LedgerTime through)
    {
        var (activation, expiry) = (NextActivation(member), NextExpiry(member));
        if (activation > through && expiry > through)
            return null;
        // Where both are due at one moment, points become available first: they may be what expires.
        return activation <= expiry
            ? Activate(member, Earlier(through, expiry), recordTime)
            : Expire(member, Earlier(through, new LedgerTime(activation.UnixNanoseconds - 1)), recordTime);
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
        var last = default(LedgerTime);
        foreach (ref readonly var lot in member.Lots.Open)
        {
            if (lot.ExpireTime > through || changes.Count == LotCountMax)
                break;
            last = lot.ExpireTime;
            changes.Add(new LotChange(lot.Id, -lot.Points, lot.ExpireTime));
        }

        var settlement = new Settlement([.. changes], 0);
        return new MemberEvent.PointsExpired
        {
            Origin = Origin(member, last, recordTime),
            Settlement = settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, settlement),
        };
    }

    private static LedgerTime NextActivation(Member member) =>
        member.Pending.Open is [var first, ..] ? first.ActivateTime : LedgerTime.Never;

    private static LedgerTime NextExpiry(Member member) =>
        member.Lots.Open is [var first, ..] ? first.ExpireTime : LedgerTime.Never;

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
