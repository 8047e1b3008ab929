using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>The part of <see cref="MemberDecider"/> that decides which entries are activities.</summary>
internal static class ActivityDecider
{
    /// <summary>What an entry says of points that lapse for want of activity; null where it is no activity. A purchase
    /// is one whether it gives points or not, and so is all that gives points, so that none are older than the member's
    /// last.</summary>
    public static Inactivity? Of(Member member, MemberEvent entry, LoyaltyProgram program)
    {
        if (program.Definition.Inactivity is { } inactivity)
            return Counts(entry, inactivity.Activities) ? program.InactivityAfter(entry.Origin.OccurTime) : null;
        return Counts(entry, MemberActions.Burn) && MayLapse(member, entry) ? Inactivity.Ended : null;
    }

    /// <summary>
    /// What the undoing of a burn says where the merchant is to blame: who had burned was active all the same, so that
    /// nobody loses points because the goods were not there, and those that come back are good for the grace at least,
    /// with all that lapse with them; null where that changes nothing.
    /// </summary>
    public static Inactivity? Excused(
        Member member, in Settlement back, Inactivity? burned, LedgerTime graceEnd)
    {
        var lapses = back.LotChanges.Any(change => change.ExpireTime.IsWhenInactive);
        var holds = burned?.LapseTime ?? member.Lapse.Time;
        return lapses && holds < graceEnd ? new Inactivity(graceEnd, NoticeTime: default) : burned;
    }

    // The rule ended, and with the next activity nothing earned under it lapses any more. It is said until it cannot be
    // gone back from. An exchange brings back before it buys.
    private static bool MayLapse(Member member, MemberEvent entry)
    {
        var undone =
            entry is MemberEvent.PurchaseExchanged { Returned.OfSale: { IsWhole: true } step } ? step.Sale : -1;
        var mayLapse = false;
        foreach (ref readonly var activity in member.Activities.All)
        {
            if (activity is { Revision: 0, Lapse.Time.IsNever: true })
                return false;
            mayLapse |= activity.Revision != undone;
        }

        return mayLapse;
    }

    private static bool Counts(MemberEvent entry, MemberActions activities) => entry switch
    {
        MemberEvent.PointsEarned or MemberEvent.PurchaseExchanged => true,
        MemberEvent.PointsAdjusted => entry.Points > 0,
        MemberEvent.PointsReversed => entry.Settlement.LotChanges is [.., var opened] && opened.Lot == entry.Revision,
        MemberEvent.PointsBurned => activities.HasFlag(MemberActions.Burn),
        MemberEvent.PurchaseReturned or MemberEvent.ReturnAwaitsSale => activities.HasFlag(MemberActions.Return),
        _ => false,
    };
}
