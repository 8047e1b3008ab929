using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>The part of <see cref="MemberDecider"/> that decides which entries are activities.</summary>
internal static class ActivityDecider
{
    /// <summary>What an entry says of points that lapse for want of activity; null where it is no activity. All that
    /// gives points is one, so that no points are older than the member's last.</summary>
    public static Inactivity? Of(Member member, MemberEvent entry, LoyaltyProgram program)
    {
        if (program.Definition.Inactivity is { } inactivity)
            return Counts(entry, inactivity.Activities) ? program.InactivityAfter(entry.Origin.OccurTime) : null;
        return Counts(entry, MemberActions.Burn) && MayLapse(member, entry) ? Inactivity.Ended : null;
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
        MemberEvent.PointsBurned => activities.HasFlag(MemberActions.Burn),
        MemberEvent.PurchaseReturned => activities.HasFlag(MemberActions.Return),
        _ => false,
    };
}
