using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Settles points with a member's lots and debt. All points that a member gets repay debt first; all points that are
/// taken come from the lot soonest to expire first. So a member never has open lots and debt at once.
/// </summary>
internal static class LotSettlement
{
    /// <summary>Gives points: repays debt and opens a lot with the rest.</summary>
    public static Settlement Give(long debt, long lot, long points, LedgerTime expireTime)
    {
        var repaid = Math.Min(points, debt);
        var opened = points - repaid;
        if (points == 0)
            return Settlement.Nothing;
        return new Settlement(opened == 0 ? [] : [new LotChange(lot, opened, expireTime)], -repaid);
    }

    /// <summary>Takes points that the member has.</summary>
    public static Settlement Take(Member member, long points)
    {
        var changes = new List<LotChange>(1);
        TakeFromLots(member.Lots, points, skippedLot: 0, changes);
        return new Settlement([.. changes], 0);
    }

    /// <summary>
    /// Takes points back: from their own lot first, then from the other lots, and what these do not cover becomes debt
    /// or is forgiven. What had repaid debt becomes debt again in any case.
    /// </summary>
    public static (Settlement Settlement, long Forgiven) TakeBack(
        Member member, long points, LotChange? firstLot, long debtRestored, ShortfallPolicy shortfall)
    {
        if (points == 0)
            return (Settlement.Nothing, 0);

        var changes = new List<LotChange>(1);
        var left = points;
        var skipped = 0L;
        if (firstLot is { } own)
        {
            skipped = own.Lot;
            var fromOwn = Math.Min(left, member.Lots.PointsOf(own.Lot, own.ExpireTime));
            if (fromOwn > 0)
                changes.Add(new LotChange(own.Lot, -fromOwn, own.ExpireTime));
            left -= fromOwn;
        }

        left -= TakeFromLots(member.Lots, left, skipped, changes);
        var owed = shortfall == ShortfallPolicy.Debt ? left : Math.Min(left, debtRestored);
        return (new Settlement([.. changes], owed), left - owed);
    }

    /// <summary>
    /// Gives back what was taken: repays debt, then refills the lots that it came from. What had become debt, and was
    /// repaid since, opens a lot. Where refunds of the sale that opened a lot were forgiven points, as many do not come
    /// back to it: netted, by lot.
    /// </summary>
    public static (Settlement Settlement, LotChange[] Netted) GiveBack(Member member, long lot, in Settlement taken)
    {
        var netted = new List<LotChange>();
        var backs = new List<LotChange>(taken.LotChanges.Length);
        var total = taken.DebtChange;
        foreach (var change in taken.LotChanges)
        {
            var kept = Math.Min(-change.Points, member.SaleReturns.Of(change.Lot).ForgivenPoints);
            if (kept > 0)
                netted.Add(change with { Points = kept });
            backs.Add(change with { Points = -change.Points - kept });
            total += -change.Points - kept;
        }

        var repaid = Math.Min(total, member.Debt);
        var owedByIt = Math.Min(taken.DebtChange, repaid);
        var unsettled = repaid - owedByIt;
        var changes = new List<LotChange>(backs.Count);
        foreach (var change in backs)
        {
            var toDebt = Math.Min(change.Points, unsettled);
            unsettled -= toDebt;
            if (change.Points > toDebt)
                changes.Add(change with { Points = change.Points - toDebt });
        }

        if (taken.DebtChange > owedByIt)
            changes.Add(new LotChange(lot, taken.DebtChange - owedByIt, LedgerTime.Never));

        return (new Settlement([.. changes], -repaid), [.. netted]);
    }

    // Takes up to so many points from all lots but one and says how many it took.
    private static long TakeFromLots(LotTable lots, long points, long skippedLot, List<LotChange> changes)
    {
        var left = points;
        foreach (ref readonly var lot in lots.Open)
        {
            if (left == 0)
                break;
            if (lot.Id == skippedLot)
                continue;
            var taken = Math.Min(left, lot.Points);
            changes.Add(new LotChange(lot.Id, -taken, lot.ExpireTime));
            left -= taken;
        }

        return points - left;
    }
}
