using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// The part of <see cref="MemberDecider"/> that decides what entries do to the member's tier. The table in force when
/// the entry is recorded decides; when the purchase happened decides in which period it counts.
/// </summary>
public static class TierDecider
{
    /// <summary>The most that one period counts.</summary>
    public const long CountMax = 10_000_000_000_000_000;

    /// <summary>The entry with what it does to the tier; a refusal where it would count too much.</summary>
    internal static Decision With(
        Member member, MemberEvent entry, MemberEvent.PointsEarned? sale, TierTable? table)
    {
        if (table is null)
            return Decision.Accepted(entry);
        if (entry is MemberEvent.PurchaseExchanged exchanged)
            return WithExchange(member, exchanged, table);
        return With(member, member.Tier, entry, sale, table) is { } change
            ? Decision.Accepted(entry with { Tier = change })
            : Decision.Rejected(RejectionReason.PointsOverflow);
    }

    /// <summary>The entry of a moment that changes the tier by time alone.</summary>
    /// <param name="member">The member.</param>
    /// <param name="table">The table at that moment; null where the program had none.</param>
    /// <param name="origin">When it was and is recorded.</param>
    internal static MemberEvent.TierReviewed Review(Member member, TierTable? table, EntryOrigin origin)
    {
        var review = new MemberEvent.TierReviewed(member.Tier.Held.TierId)
        {
            Origin = origin,
            BalanceAfter = member.Balance,
        };
        if (table is null)
        {
            return review with
            {
                Tier = new TierChange
                {
                    Counting = member.Tier.Counting,
                    Held = TierHold.None,
                    ReviewTime = LedgerTime.Never,
                    Progress = TierProgress.None,
                },
            };
        }

        var counted = Counted(member.Tier, table, default, origin.OccurTime, endsGrant: false, out var kept);
        var tier = table.Review(counted, member.EnrolTime, origin.OccurTime);
        var standing = table.StandingOf(tier, origin.OccurTime);
        return review with { Tier = Change(member, tier, table, default, kept, standing, origin.OccurTime) };
    }

    internal static Decision Grant(Member member, MemberCommand.GrantTier grant, in DecisionContext context)
    {
        var program = context.Program!;
        if (program.Definition.Adjustments is not null && !program.KnowsAdjustmentReason(grant.ReasonCode))
            return Decision.Rejected(RejectionReason.AdjustmentReasonUnknown, ("reason_code", grant.ReasonCode));
        if (context.Tiers is not { } table)
            return Decision.Rejected(RejectionReason.TiersNotOffered);
        if (grant.TierId.Length > 0 && table.Find(grant.TierId) is null)
            return Decision.Rejected(RejectionReason.TierUnknown, ("tier_id", grant.TierId));
        if (grant.TierId.Length > 0 && grant.EndTime <= context.RecordTime)
            return Decision.Rejected(RejectionReason.TierGrantOver, ("end_time", grant.EndTime.ToString()));
        if (grant.TierId.Length == 0 && member.Tier.Grant.TierId.Length == 0)
            return Decision.Rejected(RejectionReason.TierNotGranted);
        return Decision.Accepted(new MemberEvent.TierGranted(
            new TierHold(grant.TierId, grant.TierId.Length > 0 ? grant.EndTime : default),
            grant.ReasonCode,
            grant.MatchedProgram)
        {
            Origin = MemberDecider.Origin(member, grant, context, program.Version),
            BalanceAfter = member.Balance,
        });
    }

    // What the return in it does was decided before the purchase, whose rules may ask for the tier that it left.
    private static Decision WithExchange(Member member, MemberEvent.PurchaseExchanged exchanged, TierTable table) =>
        With(member, member.Tier.After(exchanged.Returned), exchanged.Earned, sale: null, table) is { } change
            ? Decision.Accepted(exchanged with { Earned = exchanged.Earned with { Tier = change }, Tier = change })
            : Decision.Rejected(RejectionReason.PointsOverflow);

    // Null where too much would be counted.
    private static TierChange? With(
        Member member, MemberTier before, MemberEvent entry, MemberEvent.PointsEarned? sale, TierTable table)
    {
        var now = entry.Origin.RecordTime;
        var count = CountOf(member, before, entry, sale, table);
        if (count.Count > 0 && count.Count > CountMax - before.CountOf(count.EndTime))
            return null;
        var counted = Counted(before, table, count, now, entry is MemberEvent.TierGranted, out var kept);
        if (entry is MemberEvent.TierGranted granted)
            counted = counted.WithGrant(granted.Promise);
        var standing = table.StandingOf(counted, now);
        if (Keeps(entry, table) && table.IsLess(standing.Held, before.Held))
        {
            counted = counted.With(new TierPromise(before.Held.TierId, now, before.Held.EndTime));
            standing = table.StandingOf(counted, now);
        }

        return Change(member, counted, table, count, kept, standing, now);
    }

    // A table that asks more than the one before takes no tier away before its end.
    private static bool Keeps(MemberEvent entry, TierTable table) => entry switch
    {
        MemberEvent.PurchaseReturned => table.Definition.Refunds != TierRefunds.Unwind,
        MemberEvent.PointsReversed or MemberEvent.TierGranted => false,
        _ => true,
    };

    private static TierChange Change(
        Member member,
        MemberTier tier,
        TierTable table,
        in TierCount count,
        TierKept[] kept,
        in TierStanding standing,
        LedgerTime now) => new()
    {
        Counting = table.Counting,
        Count = count,
        Kept = kept,
        Held = standing.Held,
        Floors = tier.Floors.ToArray(),
        ReviewTime = standing.ReviewTime,
        Progress = table.ProgressOf(tier, standing.Held, member.EnrolTime, now),
    };

    // What was counted otherwise before counts no more, and the tier that it gave lasts as long as it would have.
    private static MemberTier Counted(
        MemberTier before, TierTable table, in TierCount count, LedgerTime now, bool endsGrant, out TierKept[] kept)
    {
        kept = table.KeptOf(before, now, endsGrant);
        if (before.Counting != table.Counting && table.IsAboveLowest(before.Held.TierId))
            before = before.With(new TierPromise(before.Held.TierId, now, before.Held.EndTime));
        return before.With(table.Counting, count, before.FloorsAt(now), before.Grant, now, kept);
    }

    private static TierCount CountOf(
        Member member, MemberTier before, MemberEvent entry, MemberEvent.PointsEarned? sale, TierTable table)
    {
        var basis = table.Counting.Basis;
        switch (entry)
        {
            case MemberEvent.PointsEarned earned:
                var counted = Amount(basis, PointsOf(earned), earned.EligibleAmountMinor, isWhole: true);
                return counted == 0 ? default : Period(earned.Origin.OccurTime) with { Count = counted };
            case MemberEvent.PurchaseReturned when table.Definition.Refunds == TierRefunds.Ignore:
                return default;
            case MemberEvent.PurchaseReturned { OfSale: null } returned:
                var points = returned.AppliedRules.Sum(rule => rule.Points);
                return Less(
                    Period(returned.Origin.OccurTime),
                    Amount(basis, points, returned.EligibleAmountMinor, isWhole: true));
            case MemberEvent.PurchaseReturned { OfSale: { } step } returned:
                return Less(
                    PeriodOf(sale), Amount(basis, step.ClaimedPoints, returned.EligibleAmountMinor, step.IsWhole));
            case MemberEvent.PointsReversed when sale is not null:
                var back = member.SaleReturns.Of(sale.Revision);
                var left = sale.EligibleAmountMinor - (sale.Claim is null ? 0 : ReturnDecider.EligibleAmount(
                    sale, SaleReturn.NothingOf(sale.Revision), back));
                return Less(
                    PeriodOf(sale),
                    Amount(basis, PointsOf(sale) - back.ClaimedPoints, left, isWhole: true));
            default:
                return default;
        }

        TierCount Period(LedgerTime time) => table.PeriodOf(time, member.EnrolTime);

        // Where the sale was counted otherwise, or so long ago that nothing rests on it, there is nothing to be taken.
        TierCount Less(in TierCount period, long count)
        {
            var taken = before.Counting == table.Counting ? Math.Min(count, before.CountOf(period.EndTime)) : 0;
            return taken == 0 ? default : period with { Count = -taken };
        }

        TierCount PeriodOf(MemberEvent.PointsEarned? of) =>
            of?.Tier is { } change && change.Counting == table.Counting ? change.Count : default;
    }

    private static long PointsOf(MemberEvent.PointsEarned earned) => earned.AppliedRules.Sum(rule => rule.Points);

    private static long Amount(TierBasis basis, long points, long amountMinor, bool isWhole) => basis switch
    {
        TierBasis.Points => points,
        TierBasis.Spend => amountMinor,
        _ => isWhole ? 1 : 0,
    };
}
