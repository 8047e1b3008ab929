using System.Globalization;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Decides what concerns the member and not its points: enrolment, identifiers, what is known, status, erasure. Called
/// by <see cref="MemberDecider"/> once what holds for all commands is settled; as pure as that.
/// </summary>
internal static class ProfileDecider
{
    public static Decision Decide(Member member, MemberCommand command, in DecisionContext context) => command switch
    {
        MemberCommand.EnrolMember enrol => DecideEnrol(member, enrol, context),
        MemberCommand.AddIdentifier add => DecideAdd(member, add, context),
        MemberCommand.RemoveIdentifier remove => DecideRemove(member, remove, context),
        MemberCommand.ReplaceIdentifier replace => DecideReplace(member, replace, context),
        MemberCommand.UpdateMember update => FindRefusalOf(member, update.Profile)
            ?? Decision.Accepted(new MemberEvent.MemberUpdated(update.Profile.Bytes)
            {
                Origin = Origin(member, update, context),
                BalanceAfter = member.Balance,
            }),
        MemberCommand.SetMemberStatus set => Decision.Accepted(
            new MemberEvent.MemberStatusChanged(set.Status, set.ReasonCode)
            {
                Origin = Origin(member, set, context),
                BalanceAfter = member.Balance,
            }),
        MemberCommand.EraseMember erase => DecideErase(member, erase, context),
        _ => throw new InvalidOperationException($"{command.GetType().Name} has no decision."),
    };

    private static Decision DecideEnrol(Member member, MemberCommand.EnrolMember enrol, in DecisionContext context)
    {
        var program = context.Program!;
        if (program.MinimumAge(enrol.LegalProfile) is > 0 and var minimum
            && !program.IsOfAge(enrol.BirthDate, minimum, enrol.OccurTime))
        {
            return Decision.Rejected(
                RejectionReason.AgeBelowMinimum, ("minimum_age", minimum.ToString(CultureInfo.InvariantCulture)));
        }

        return FindRefusalOfClaim(context)
            ?? Decision.Accepted(new MemberEvent.MemberEnrolled(enrol.SealedPersonalData, enrol.IdentifierHashes)
            {
                Origin = Origin(member, enrol, context),
                BalanceAfter = member.Balance,
            });
    }

    private static Decision DecideAdd(Member member, MemberCommand.AddIdentifier add, in DecisionContext context)
    {
        if (member.Identifiers.Contains(add.Hash))
            return Decision.Rejected(RejectionReason.IdentifierAlreadyHeld);
        if (FindRefusalOfClaim(context) is { } refusal)
            return refusal;
        if (member.Identifiers.Count >= Member.IdentifierCountMax)
        {
            return Decision.Rejected(
                RejectionReason.IdentifierCountExceeded,
                ("identifier_count_max", Member.IdentifierCountMax.ToString(CultureInfo.InvariantCulture)));
        }

        return FindRefusalOf(member, add.Profile)
            ?? Decision.Accepted(new MemberEvent.IdentifierAdded(add.Hash, add.Profile.Bytes)
            {
                Origin = Origin(member, add, context),
                BalanceAfter = member.Balance,
            });
    }

    private static Decision DecideRemove(
        Member member, MemberCommand.RemoveIdentifier remove, in DecisionContext context)
    {
        if (!member.Identifiers.Contains(remove.Hash))
            return Decision.Rejected(RejectionReason.IdentifierUnknown);
        return FindRefusalOf(member, remove.Profile)
            ?? Decision.Accepted(new MemberEvent.IdentifierRemoved(remove.Hash, remove.Profile.Bytes)
            {
                Origin = Origin(member, remove, context),
                BalanceAfter = member.Balance,
            });
    }

    private static Decision DecideReplace(
        Member member, MemberCommand.ReplaceIdentifier replace, in DecisionContext context)
    {
        if (!member.Identifiers.Contains(replace.OldHash))
            return Decision.Rejected(RejectionReason.IdentifierUnknown);
        if (member.Identifiers.Contains(replace.NewHash))
            return Decision.Rejected(RejectionReason.IdentifierAlreadyHeld);
        return FindRefusalOfClaim(context)
            ?? FindRefusalOf(member, replace.Profile)
            ?? Decision.Accepted(
                new MemberEvent.IdentifierReplaced(replace.OldHash, replace.NewHash, replace.Profile.Bytes)
                {
                    Origin = Origin(member, replace, context),
                    BalanceAfter = member.Balance,
                });
    }

    private static Decision DecideErase(Member member, MemberCommand.EraseMember erase, in DecisionContext context)
    {
        // The identifiers given up in the same append must be all there are.
        var isAll = erase.IdentifierHashes.Length == member.Identifiers.Count
            && erase.IdentifierHashes.All(hash => member.Identifiers.Contains(hash));
        return isAll
            ? Decision.Accepted(new MemberEvent.MemberErased
            {
                Origin = Origin(member, erase, context),
                BalanceAfter = member.Balance,
            })
            : Decision.Rejected(RejectionReason.ProfileMoved);
    }

    private static Decision? FindRefusalOfClaim(in DecisionContext context) =>
        context.IsIdentifierRetired ? Decision.Rejected(RejectionReason.IdentifierRetired)
        : context.IsIdentifierTaken ? Decision.Rejected(RejectionReason.IdentifierTaken)
        : null;

    private static Decision? FindRefusalOf(Member member, SealedProfile profile) =>
        profile.BasedOn == member.ProfileRevision ? null : Decision.Rejected(RejectionReason.ProfileMoved);

    private static EntryOrigin Origin(Member member, MemberCommand command, in DecisionContext context) =>
        MemberDecider.Origin(member, command, context, context.Program!.Version);
}
