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
        // The rule ended while the member was active: nothing earned under it lapses any more. It is said until it
        // cannot be gone back from.
        var (lapse, last) = Undoes(entry, member.LastActivity.Revision)
            ? (member.LastActivity.Before, 0)
            : (member.Lapse, member.LastActivity.Revision);
        var isSaid = lapse == default || (lapse.Time.IsNever && last == 0);
        return !isSaid && Counts(entry, MemberActions.Burn) ? Inactivity.Ended : null;
    }

    // An exchange brings back before it buys.
    private static bool Undoes(MemberEvent entry, long activity) =>
        entry is MemberEvent.PurchaseExchanged { Returned.OfSale: { IsWhole: true } step } && step.Sale == activity;

    private static bool Counts(MemberEvent entry, MemberActions activities) => entry switch
    {
        MemberEvent.PointsEarned or MemberEvent.PurchaseExchanged => true,
        MemberEvent.PointsAdjusted => entry.Points > 0,
        MemberEvent.PointsBurned => activities.HasFlag(MemberActions.Burn),
        MemberEvent.PurchaseReturned => activities.HasFlag(MemberActions.Return),
        _ => false,
    };
}
