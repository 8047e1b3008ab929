namespace LoyaltyEngine.Core.Members;

/// <summary>Folds entries into a member. Never refuses an entry: stored entries are facts (law 6).</summary>
public static class MemberFold
{
    /// <summary>
    /// The version of the fold, kept in every snapshot: a snapshot of another version is not used, the entries are
    /// folded anew. Goes up whenever the same entries would fold to another state or its encoding changes.
    /// </summary>
    public const byte Version = 2;

    /// <summary>Changes the member by its next entry, in place.</summary>
    /// <exception cref="CorruptMemberException">The entry contradicts the member's state. The member must not be used
    /// any more.</exception>
    public static void Evolve(Member member, MemberEvent change)
    {
        try
        {
            Fold(member, change);
        }
        catch (OverflowException)
        {
            throw new CorruptMemberException($"entry {change.Revision} moves more points than any member can have");
        }
    }

    private static void Fold(Member member, MemberEvent change)
    {
        if (change.Revision - 1 != member.Revision)
            throw new CorruptMemberException($"entry {change.Revision} follows entry {member.Revision}");
        if (change.Origin.RecordTime < member.LastRecordTime)
            throw new CorruptMemberException($"entry {change.Revision} was recorded before the entry it follows");

        member.Revision = change.Revision;
        member.LastRecordTime = change.Origin.RecordTime;
        member.RecentRequests.Add(change.Origin.RequestKey);
        foreach (var lotChange in change.Settlement.LotChanges)
            member.Lots.Apply(lotChange);
        member.Debt += change.Settlement.DebtChange;

        switch (change)
        {
            case MemberEvent.MemberEnrolled:
                if (member.IsEnrolled)
                    throw new CorruptMemberException($"entry {change.Revision} enrols the member once more");
                member.IsEnrolled = true;
                member.EnrolTime = change.Origin.RecordTime;
                member.EnrolRevision = change.Revision;
                break;
            case MemberEvent.PointsReversed reversed:
                if (reversed.ReversedRevision < 1 || reversed.ReversedRevision >= change.Revision)
                    throw new CorruptMemberException(
                        $"entry {change.Revision} undoes entry {reversed.ReversedRevision}");
                member.AddReversed(reversed.ReversedRevision);
                break;
            case MemberEvent.PointsAdjusted adjusted:
                member.AdjustedPoints = member.AdjustedPointsOn(adjusted.Day) + Math.Abs(adjusted.Points);
                member.AdjustmentDay = adjusted.Day;
                break;
        }

        if (!member.IsEnrolled && change is not MemberEvent.RequestCancelled)
            throw new CorruptMemberException($"entry {change.Revision} is of a member that is not enrolled");

        // The same invariant that holds before an entry is appended (law 3), checked after it is read.
        if (member.Debt < 0 || (member.Debt > 0 && member.Lots.Points > 0) || member.Balance != change.BalanceAfter)
        {
            throw new CorruptMemberException(
                $"entry {change.Revision} says {change.BalanceAfter}, the entries fold to {member.Balance}");
        }
    }
}
