using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Core.Members;

/// <summary>Folds entries into a member. Never refuses an entry: stored entries are facts (law 6).</summary>
public static class MemberFold
{
    /// <summary>
    /// The version of the fold, kept in every snapshot: a snapshot of another version is not used, the entries are
    /// folded anew. Goes up whenever the same entries would fold to another state or its encoding changes.
    /// </summary>
    public const byte Version = 10;

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
        if (change is MemberEvent.PointsReserved begun)
            member.Begin(new Reservation(change.Revision, begun.EndTime, begun.LotsExpire));
        foreach (var lotChange in change.Settlement.LotChanges)
            member.Apply(lotChange);
        FoldDebt(member, change);
        switch (change)
        {
            case MemberEvent.MemberEnrolled enrolled:
                if (member.IsEnrolled)
                    throw new CorruptMemberException($"entry {change.Revision} enrols the member once more");
                member.IsEnrolled = true;
                member.EnrolTime = change.Origin.RecordTime;
                member.EnrolRevision = change.Revision;
                member.Identifiers = enrolled.IdentifierHashes.Length > 0
                    ? new IdentifierSet(enrolled.IdentifierHashes)
                    : IdentifierSet.Empty;
                break;
            case MemberEvent.IdentifierAdded added:
                member.AddIdentifier(added.Hash);
                break;
            case MemberEvent.IdentifierRemoved removed:
                member.RemoveIdentifier(removed.Hash);
                break;
            case MemberEvent.IdentifierReplaced replaced:
                member.RemoveIdentifier(replaced.OldHash);
                member.AddIdentifier(replaced.NewHash);
                break;
            case MemberEvent.MemberStatusChanged changed:
                member.Status = changed.Status;
                break;
            case MemberEvent.MemberErased:
                member.Status = MemberStatus.Erased;
                member.Identifiers = IdentifierSet.Empty;
                member.Activities.NoteErased();
                member.Tier = MemberTier.None;
                break;
            case MemberEvent.PointsEarned:
                member.PurchaseCount++;
                break;
            case MemberEvent.PointsReversed reversed:
                if (reversed.ReversedRevision < 1 || reversed.ReversedRevision >= change.Revision)
                    throw new CorruptMemberException(
                        $"entry {change.Revision} undoes entry {reversed.ReversedRevision}");
                member.AddReversed(reversed.ReversedRevision);
                FoldReversed(member, reversed);
                break;
            case MemberEvent.PurchaseReturned { OfSale: { } step } returned:
                FoldReturned(member, returned, step);
                if (returned.WaitingReturn != 0)
                    member.WaitingReturns.Remove(returned.WaitingReturn);
                break;
            case MemberEvent.ReturnAwaitsSale waits:
                member.Await(new WaitingReturn(
                    change.Revision,
                    waits.SaleRequestId,
                    waits.Parts,
                    waits.EndTime,
                    change.Origin.OccurTime,
                    change.Origin.ProgramVersion,
                    waits.Shortfall));
                break;
            case MemberEvent.WaitingReturnEnded ended:
                member.WaitingReturns.Remove(ended.WaitingReturn);
                break;
            case MemberEvent.PurchaseExchanged { Returned: { OfSale: { } step } returned }:
                member.PurchaseCount++;
                FoldReturned(member, returned, step);
                break;
            case MemberEvent.PointsReserved:
                if (member.Reservations.Find(change.Revision) is not { Lots.Points: > 0 })
                    throw new CorruptMemberException($"entry {change.Revision} reserves nothing");
                break;
            case MemberEvent.PointsActivated:
                FoldFreed(member, change.Settlement.LotChanges);
                break;
            case MemberEvent.PointsBurned { Reservation: not 0 } burned:
                FoldFreed(member, change.Settlement.LotChanges.AsSpan(burned.Taken.LotChanges.Length));
                break;
            case MemberEvent.ReservationReleased released:
                FoldFreed(member, change.Settlement.LotChanges);
                if (member.Reservations.Find(released.Reservation) is not null)
                    throw new CorruptMemberException($"entry {change.Revision} ends a reservation that holds points");
                break;
            case MemberEvent.ReservationExtended extended:
                (member.Reservations.Find(extended.Reservation)
                    ?? throw new CorruptMemberException($"entry {change.Revision} extends a reservation that ended"))
                    .EndTime = extended.EndTime;
                break;
            case MemberEvent.PointsExpired:
                foreach (var lotChange in change.Settlement.LotChanges)
                    member.NoteExpired(lotChange);
                break;
            case MemberEvent.PointsAdjusted adjusted:
                member.AdjustedPoints = member.AdjustedPointsOn(adjusted.Day) + Math.Abs(adjusted.Points);
                member.AdjustmentDay = adjusted.Day;
                break;
        }

        FoldTier(member, change);
        if (change is MemberEvent.ExpiryNoticed noticed)
            member.Activities.NoteNotice(noticed.LapseTime);
        if (change is not MemberEvent.PointsReversed)
            member.NoteActivity(change);
        if (change.SealedProfile is { } profile)
            member.ProfileRevision = profile.Length > 0 ? change.Revision : 0;
        if (!member.IsEnrolled && change is not MemberEvent.RequestCancelled)
            throw new CorruptMemberException($"entry {change.Revision} is of a member that is not enrolled");

        // The same invariant that holds before an entry is appended (law 3), checked after it is read.
        if (member.Debt < 0 || (member.Debt > 0 && member.Lots.Points > 0) || member.Balance != change.BalanceAfter)
        {
            throw new CorruptMemberException(
                $"entry {change.Revision} says {change.BalanceAfter}, the entries fold to {member.Balance}");
        }
    }

    // What is reviewed late is reviewed as of its time, so that what ended since still counts in it.
    private static void FoldTier(Member member, MemberEvent change)
    {
        if (change.Tier is not { } tier)
            return;
        var now = change is MemberEvent.TierReviewed ? change.Origin.OccurTime : change.Origin.RecordTime;
        try
        {
            if (change is MemberEvent.PurchaseExchanged exchanged)
                member.Tier = member.Tier.After(exchanged.Returned);
            member.Tier = member.Tier.With(tier, now, (change as MemberEvent.TierGranted)?.Promise);
        }
        catch (ArgumentException e)
        {
            throw new CorruptMemberException($"entry {change.Revision} speaks of a tier: {e.Message}");
        }
    }

    private static void FoldDebt(Member member, MemberEvent change)
    {
        if (change is MemberEvent.PurchaseExchanged exchanged)
        {
            FoldDebt(member, exchanged.Returned);
            FoldDebt(member, exchanged.Earned);
            return;
        }

        var owed = change.Settlement.DebtChange;
        if (owed == 0)
            return;
        var revision = change.Revision;
        switch (change)
        {
            // Whose points these are, is told lot by lot.
            case MemberEvent.PointsActivated or MemberEvent.ReservationReleased
                or MemberEvent.PointsBurned { Reservation: not 0 }:
                break;
            case MemberEvent.PointsReversed reversed when owed < 0:
                member.Debts.Repay(
                    revision, -owed - member.Debts.RepayOf(reversed.ReversedRevision, -owed));
                break;
            case MemberEvent.DebtWrittenOff:
                FoldWrittenOff(member, revision, -owed);
                break;
            case MemberEvent.PointsReversed reversed:
                FoldOwed(member, change, reversed.ReversedRevision, reversed.DebtRestoredPoints);
                break;
            case MemberEvent.PurchaseReturned { OfSale: { } step }:
                FoldOwed(member, change, step.Sale, step.DebtRestoredPoints);
                break;
            default:
                if (owed > 0)
                    member.Owe(revision, owed, change.Origin.RecordTime, source: 0);
                else
                    member.Debts.Repay(revision, -owed);
                break;
        }
    }

    // What the sale had repaid is the debt that it was, and all else a new one.
    private static void FoldOwed(Member member, MemberEvent change, long payer, long restored)
    {
        var owed = change.Settlement.DebtChange;
        var again = member.Debts.OweAgain(payer, Math.Min(owed, restored));
        member.Owe(change.Revision, owed - again, change.Origin.RecordTime, payer);
    }

    // What a sale's refunds made owed and nobody owes any more, they were forgiven.
    private static void FoldWrittenOff(Member member, long revision, long points)
    {
        var left = points;
        foreach (ref readonly var debt in member.Debts.Open)
        {
            var part = Math.Min(left, debt.Points);
            if (part == 0)
                break;
            left -= part;
            if (debt.Source == 0)
                continue;
            var sale = member.SaleReturns.Of(debt.Source);
            member.SaleReturns.Set(
                sale with { ForgivenPoints = sale.ForgivenPoints + part, ForgivenRevision = revision });
        }

        member.Debts.WriteOff(points);
    }

    private static void FoldReturned(Member member, MemberEvent.PurchaseReturned returned, ReturnOfSale step)
    {
        if (step.Sale < 1 || step.Sale >= returned.Revision)
            throw new CorruptMemberException($"entry {returned.Revision} is a return of entry {step.Sale}");
        member.SaleReturns.Set(member.SaleReturns.Of(step.Sale).With(step, returned.ForgivenPoints, returned.Revision));
        member.Expired.Net(step.Sale, step.ExpiredPoints);
        if (!step.IsWhole)
            return;
        member.PurchaseCount--;
        member.Activities.Remove(step.Sale);
    }

    // What of a sale's points was pending or reserved and repaid debt only now becomes debt again by its refunds, as if
    // it had at once.
    private static void FoldFreed(Member member, ReadOnlySpan<LotChange> changes)
    {
        for (var i = 0; i < changes.Length; i++)
        {
            if (changes[i].IsAvailable)
                continue;
            var left = i + 1 < changes.Length && changes[i + 1].IsAvailable ? changes[i + 1].Points : 0;
            var repaid = -changes[i].Points - left;
            if (repaid == 0)
                continue;
            member.Debts.Repay(changes[i].Lot, repaid);
            var sale = member.SaleReturns.Of(changes[i].Lot);
            member.SaleReturns.Set(sale with { DebtRestoredPoints = sale.DebtRestoredPoints - repaid });
        }
    }

    private static void FoldReversed(Member member, MemberEvent.PointsReversed reversed)
    {
        foreach (var netted in reversed.NettedPoints)
        {
            var sale = member.SaleReturns.Of(netted.Lot);
            if (netted.Points < 1 || netted.Points > sale.ForgivenPoints)
                throw new CorruptMemberException($"entry {reversed.Revision} nets points that were not forgiven");
            member.SaleReturns.Set(sale with { ForgivenPoints = sale.ForgivenPoints - netted.Points });
        }

        // What excuses a burn takes its place, with the notice that was given of it. All else that is undone or brought
        // back was none before something new is one.
        member.NoteActivity(reversed);
        member.Activities.Remove(reversed.ReversedRevision);
        member.Debts.Forget(reversed.ReversedRevision);
        if (reversed is { WasBurn: false, WasAdjustment: false })
            member.PurchaseCount--;
        var before = member.SaleReturns.Of(reversed.ReversedRevision);
        member.Expired.Net(reversed.ReversedRevision, reversed.ExpiredPoints);
        if (reversed.ForgivenPoints == 0 && before.ClaimedPoints == 0 && before.Lines.Length == 0)
            return;
        var claimed = reversed.ForgivenPoints + reversed.ExpiredPoints - reversed.Points;
        var rest = new ReturnOfSale(before.Sale, [], IsWhole: true, claimed, reversed.DebtRestoredPoints);
        member.SaleReturns.Set(before.With(rest, reversed.ForgivenPoints, reversed.Revision));
    }
}
