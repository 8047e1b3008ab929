using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Settles points with a member's lots and debt. All points that a member gets repay debt first; all points that are
/// taken come from the lot soonest to expire first. So a member never has open lots and debt at once.
/// </summary>
internal static class LotSettlement
{
    /// <summary>Gives points: repays debt and opens a lot with the rest. Pending points repay debt only once they
    /// become available.</summary>
    public static Settlement Give(
        long debt, long lot, long points, LedgerTime expireTime, LedgerTime activateTime = default)
    {
        if (points == 0)
            return Settlement.Nothing;
        if (activateTime != default)
            return new Settlement([new LotChange(lot, points, expireTime) { ActivateTime = activateTime }], 0);
        var repaid = Math.Min(points, debt);
        var opened = points - repaid;
        return new Settlement(opened == 0 ? [] : [new LotChange(lot, opened, expireTime)], -repaid);
    }

    /// <summary>Makes the points of a pending lot available: they repay debt first. Gives the debt that is
    /// left.</summary>
    public static long Activate(in LotChange pending, long debt, List<LotChange> changes)
    {
        changes.Add(pending with { Points = -pending.Points });
        var repaid = Math.Min(pending.Points, debt);
        if (pending.Points > repaid)
            changes.Add(new LotChange(pending.Lot, pending.Points - repaid, pending.ExpireTime));
        return debt - repaid;
    }

    /// <summary>Takes points that the member has.</summary>
    public static Settlement Take(Member member, long points)
    {
        var changes = new List<LotChange>(1);
        TakeFromLots(member.Lots, points, changes, own: null);
        return new Settlement([.. changes], 0);
    }

    /// <summary>Holds points that the member has.</summary>
    public static Settlement Reserve(Member member, long points, long reservation)
    {
        var taken = new List<LotChange>(1);
        TakeFromLots(member.Lots, points, taken, own: null);
        var changes = new LotChange[2 * taken.Count];
        for (var i = 0; i < taken.Count; i++)
        {
            changes[2 * i] = taken[i];
            changes[(2 * i) + 1] = taken[i] with { Points = -taken[i].Points, Reservation = reservation };
        }

        return new Settlement(changes, 0);
    }

    /// <summary>Takes points that a reservation holds and frees the others, which come last.</summary>
    public static Settlement Capture(Member member, Reservation reservation, long points)
    {
        var changes = new List<LotChange>(reservation.Lots.Open.Length);
        TakeFromLots(reservation.Lots, points, changes, own: null);
        for (var i = 0; i < changes.Count; i++)
            changes[i] = changes[i] with { Reservation = reservation.Id };
        var repaid = Free(member, reservation, points, changes);
        return new Settlement([.. changes], -repaid);
    }

    /// <summary>Frees what a reservation holds.</summary>
    public static Settlement Release(Member member, Reservation reservation)
    {
        var changes = new List<LotChange>(2 * reservation.Lots.Open.Length);
        var repaid = Free(member, reservation, captured: 0, changes);
        return new Settlement([.. changes], -repaid);
    }

    /// <summary>What a burn of reserved points took, as if they had not been reserved.</summary>
    public static Settlement TakenBy(MemberEvent.PointsBurned burned)
    {
        var taken = new List<LotChange>();
        var left = -burned.Points;
        foreach (ref readonly var change in burned.Settlement.LotChanges.AsSpan())
        {
            if (left == 0)
                break;
            taken.Add(change with { Reservation = 0 });
            left += change.Points;
        }

        return new Settlement([.. taken], 0);
    }

    /// <summary>Takes points by hand: from what is available, and what that does not cover becomes debt.</summary>
    public static Settlement TakeIntoDebt(Member member, long points)
    {
        var changes = new List<LotChange>(1);
        var left = points - TakeFromLots(member.Lots, points, changes, own: null);
        return new Settlement([.. changes], left);
    }

    /// <summary>
    /// Takes points back: from their own lot first, pending or not. What has expired of that lot is not taken again.
    /// Then from the other lots, those first that are pending, and what these do not cover becomes debt or is forgiven.
    /// What had repaid debt becomes debt again in any case but where other lots are available, and so do points that
    /// the member has but that are reserved.
    /// </summary>
    public static TakenBack TakeBack(
        Member member, long points, LotChange? ownLot, long debtRestored, ShortfallPolicy shortfall)
    {
        if (points == 0)
            return new TakenBack(Settlement.Nothing, 0, 0, 0);

        var changes = new List<LotChange>(1);
        var left = points;
        var (expired, ownReserved) = (0L, 0L);
        if (ownLot is { } own)
        {
            left -= TakeFromOwn(member, own, left, changes);
            expired = Math.Min(left, member.Expired.PointsOf(own.Lot, own.ExpireTime));
            left -= expired;
            ownReserved = member.Reservations.PointsOf(own.Lot, own.ExpireTime);
        }

        // The own points that are reserved count as if they had repaid the debt already.
        var restorable = Math.Max(0, debtRestored + ownReserved);
        // For what had repaid debt nothing is taken that did not repay it either.
        left -= TakeFromPending(member.Pending, Math.Max(0, left - restorable), changes, ownLot?.Lot);
        left -= TakeFromLots(member.Lots, left, changes, ownLot);
        var othersReserved = Math.Max(0, member.Reservations.Points - ownReserved - member.Debt);
        var owed = shortfall == ShortfallPolicy.Debt ? left : Math.Min(left, restorable + othersReserved);
        return new TakenBack(
            new Settlement([.. changes], owed), Math.Min(owed, restorable), left - owed, expired);
    }

    /// <summary>
    /// Gives back what was taken: repays debt, then refills the lots that it came from. What had become debt, and was
    /// repaid since, opens a lot; what was written off since does not come back. Where refunds of the sale that opened
    /// a lot were forgiven points since they were taken, as many do not come back to it: netted, by lot. What would
    /// expire before the end of a grace does so then; but what lapses for want of activity stays with the member's
    /// other points where it has not lapsed yet.
    /// </summary>
    public static (Settlement Settlement, LotChange[] Netted) GiveBack(
        Member member, in Settlement taken, long takenRevision, PointGrace grace, LotChange opened)
    {
        var netted = new List<LotChange>();
        var backs = new List<LotChange>(taken.LotChanges.Length);
        var owed = taken.DebtChange == 0 ? 0 : taken.DebtChange - member.Debts.WrittenOffOf(takenRevision);
        var total = owed;
        foreach (var change in taken.LotChanges)
        {
            var sale = member.SaleReturns.Of(change.Lot);
            var kept = takenRevision < sale.ForgivenRevision ? Math.Min(-change.Points, sale.ForgivenPoints) : 0;
            if (kept > 0)
                netted.Add(change with { Points = kept });
            backs.Add(change with
            {
                Points = -change.Points - kept,
                ExpireTime = grace.Covers(change, member.ExpiryOf(change)) ? grace.End : change.ExpireTime,
            });
            total += -change.Points - kept;
        }

        var repaid = Math.Min(total, member.Debt);
        var owedByIt = Math.Min(owed, repaid);
        var unsettled = repaid - owedByIt;
        var changes = new List<LotChange>(backs.Count);
        foreach (var change in backs)
        {
            var toDebt = Math.Min(change.Points, unsettled);
            unsettled -= toDebt;
            if (change.Points > toDebt)
                changes.Add(change with { Points = change.Points - toDebt });
        }

        if (owed > owedByIt)
            changes.Add(opened with { Points = owed - owedByIt });

        return (new Settlement([.. changes], -repaid), [.. netted]);
    }

    // Frees all but the first points of a reservation: they repay debt and are available. Gives what they repaid.
    private static long Free(Member member, Reservation reservation, long captured, List<LotChange> changes)
    {
        var (skipped, debt) = (captured, member.Debt);
        foreach (ref readonly var lot in reservation.Lots.Open)
        {
            var points = lot.Points - Math.Min(skipped, lot.Points);
            skipped -= lot.Points - points;
            if (points == 0)
                continue;
            changes.Add(new LotChange(lot.Id, -points, lot.ExpireTime) { Reservation = reservation.Id });
            var repaid = Math.Min(points, debt);
            debt -= repaid;
            if (points > repaid)
                changes.Add(new LotChange(lot.Id, points - repaid, lot.ExpireTime));
        }

        return member.Debt - debt;
    }

    private static long TakeFromOwn(Member member, in LotChange own, long points, List<LotChange> changes)
    {
        var pending = own.IsPending ? Math.Min(points, member.Pending.PointsOf(own.Lot, own.ActivateTime)) : 0;
        if (pending > 0)
            changes.Add(own with { Points = -pending });
        var available = Math.Min(points - pending, member.Lots.PointsOf(own.Lot, own.ExpireTime));
        if (available > 0)
            changes.Add(new LotChange(own.Lot, -available, own.ExpireTime));
        return pending + available;
    }

    private static long TakeFromPending(PendingLots lots, long points, List<LotChange> changes, long? skippedLot)
    {
        var left = points;
        foreach (ref readonly var lot in lots.Open)
        {
            if (left == 0)
                break;
            if (lot.Id == skippedLot)
                continue;
            var taken = Math.Min(left, lot.Points);
            changes.Add(new LotChange(lot.Id, -taken, lot.ExpireTime) { ActivateTime = lot.ActivateTime });
            left -= taken;
        }

        return points - left;
    }

    // Takes up to so many points from all lots but one and says how many it took.
    private static long TakeFromLots(LotTable lots, long points, List<LotChange> changes, LotChange? own)
    {
        var left = points;
        foreach (ref readonly var lot in lots.Open)
        {
            if (left == 0)
                break;
            if (lot.Id == own?.Lot && lot.ExpireTime == own?.ExpireTime)
                continue;
            var taken = Math.Min(left, lot.Points);
            changes.Add(new LotChange(lot.Id, -taken, lot.ExpireTime));
            left -= taken;
        }

        return points - left;
    }
}
