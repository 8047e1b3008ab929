using System.Globalization;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Decides commands: the one place where it is settled what a member's points do. Pure: a function of member, command
/// and context; never changes the member, waits, reads a clock or throws for a business reason. Refusals are named in
/// the order of <see cref="RejectionReason"/>.
/// </summary>
public static class MemberDecider
{
    /// <summary>The entry that the command makes, the entry that it made before, or why it is refused.</summary>
    public static Decision Decide(Member member, MemberCommand command, in DecisionContext context)
    {
        if (context.Prior is { } prior)
            return DecideRepeated(command, prior);

        if (command is MemberCommand.CancelRequest)
        {
            return Decision.Accepted(new MemberEvent.RequestCancelled
            {
                Origin = Origin(member, command, context, programVersion: 0),
                BalanceAfter = member.Balance,
            });
        }

        if (FindRefusal(member, command, context) is { } refusal)
            return refusal;

        var decision = command switch
        {
            MemberCommand.EarnPoints earn => DecideEarn(
                member, earn, earn.Basket, Settlement.Nothing, PurchaserFacts.Of(member, context.Tiers), context),
            MemberCommand.BurnPoints burn => BurnDecider.Decide(member, burn, context),
            MemberCommand.ReservePoints reserve => ReservationDecider.Reserve(member, reserve, context),
            MemberCommand.CaptureReservation capture => ReservationDecider.Capture(member, capture, context),
            MemberCommand.ReleaseReservation release => ReservationDecider.Release(member, release, context),
            MemberCommand.ExtendReservation extend => ReservationDecider.Extend(member, extend, context),
            MemberCommand.ReturnPurchase purchase => DecideReturn(member, purchase, context),
            MemberCommand.ReturnSale sale => ReturnDecider.Decide(member, sale, sale.Parts, context),
            MemberCommand.ExchangePurchase exchange => DecideExchange(member, exchange, context),
            MemberCommand.ActivatePoints activate => ActivationDecider.Decide(member, activate, context),
            MemberCommand.AdjustPoints adjust => CorrectionDecider.Adjust(member, adjust, context),
            MemberCommand.WriteOffDebt writeOff => CorrectionDecider.WriteOff(member, writeOff, context),
            MemberCommand.GrantTier grant => TierDecider.Grant(member, grant, context),
            MemberCommand.ReversePoints reverse => DecideReverse(member, reverse, context),
            _ => ProfileDecider.Decide(member, command, context),
        };
        if (decision.Event is not { } entry)
            return decision;
        if (entry.Inactivity is null && ActivityDecider.Of(member, entry, context.Program!) is { } inactivity)
            entry = entry with { Inactivity = inactivity };
        return SpeaksOfTier(entry) ? TierDecider.With(member, entry, context.Target?.Sale, context.Tiers)
            : Decision.Accepted(entry);
    }

    // All that a till asks for tells where the member stands.
    private static bool SpeaksOfTier(MemberEvent entry) => entry is
        MemberEvent.PointsEarned or MemberEvent.PurchaseReturned or MemberEvent.PurchaseExchanged
        or MemberEvent.PointsReversed or MemberEvent.PointsBurned or MemberEvent.PointsReserved
        or MemberEvent.ReservationReleased or MemberEvent.ReservationExtended or MemberEvent.PointsActivated
        or MemberEvent.ReturnAwaitsSale or MemberEvent.TierGranted;

    // The request made an entry before: that entry answers it, whatever has happened since (law 2).
    private static Decision DecideRepeated(MemberCommand command, MemberEvent prior)
    {
        if (command is MemberCommand.CancelRequest)
            return Decision.Replayed(prior);
        if (prior is MemberEvent.RequestCancelled)
            return Decision.Rejected(RejectionReason.RequestCancelled, ("request_id", command.RequestId));
        if (prior.Origin.ContentHash != command.ContentHash)
        {
            return Decision.Rejected(
                RejectionReason.RequestIdReused,
                ("request_id", command.RequestId),
                ("first_revision", Text(prior.Revision)));
        }

        return Decision.Replayed(prior);
    }

    // What does not depend on the kind of command.
    private static Decision? FindRefusal(Member member, MemberCommand command, in DecisionContext context)
    {
        var enrols = command is MemberCommand.EnrolMember;
        if (!member.IsEnrolled && !enrols)
            return Decision.Rejected(RejectionReason.MemberUnknown);
        if (member.IsEnrolled && enrols)
            return Decision.Rejected(RejectionReason.MemberAlreadyEnrolled);

        if (command.ExpectedRevision is { } expected && expected != member.Revision)
        {
            return Decision.Rejected(
                RejectionReason.RevisionMoved,
                ("expected_revision", Text(expected)),
                ("revision", Text(member.Revision)));
        }

        if (command.OccurTime > context.OccurTimeMax)
        {
            return Decision.Rejected(
                RejectionReason.OccurTimeAhead,
                ("occur_time", command.OccurTime.ToString()),
                ("occur_time_max", context.OccurTimeMax.ToString()));
        }

        if (context.Program is null)
        {
            return Decision.Rejected(
                RejectionReason.OccurTimeBeforeProgram, ("occur_time", command.OccurTime.ToString()));
        }

        if (context.PurchaseTimeMin is { } earliest && command.OccurTime < earliest
            && command is (MemberCommand.EarnPoints or MemberCommand.ExchangePurchase))
        {
            return Decision.Rejected(
                RejectionReason.OccurTimeTooLate,
                ("occur_time", command.OccurTime.ToString()),
                ("occur_time_min", earliest.ToString()));
        }

        return member.Status == MemberStatus.Active ? null : FindRefusalOfStatus(member, command, context.Program);
    }

    // Nothing is left to be done for an erased person; otherwise the program says what an account may still do.
    private static Decision? FindRefusalOfStatus(Member member, MemberCommand command, LoyaltyProgram program)
    {
        if (member.Status == MemberStatus.Erased)
            return Decision.Rejected(RejectionReason.MemberErased);
        var action = command switch
        {
            MemberCommand.EarnPoints or MemberCommand.ActivatePoints => MemberActions.Earn,
            MemberCommand.BurnPoints or MemberCommand.ReservePoints or MemberCommand.CaptureReservation
                or MemberCommand.ExtendReservation => MemberActions.Burn,
            MemberCommand.ReturnPurchase or MemberCommand.ReturnSale => MemberActions.Return,
            MemberCommand.ExchangePurchase => MemberActions.Return | MemberActions.Earn,
            MemberCommand.ReversePoints or MemberCommand.AdjustPoints or MemberCommand.WriteOffDebt
                or MemberCommand.GrantTier => MemberActions.Reverse,
            MemberCommand.SetMemberStatus or MemberCommand.EraseMember
                or MemberCommand.ReleaseReservation => MemberActions.None,
            _ => MemberActions.Update,
        };
        var statuses = program.Definition.Statuses;
        var isBlocked = member.Status == MemberStatus.Blocked;
        if (((isBlocked ? statuses.Blocked : statuses.Closed) & action) == action)
            return null;
        return Decision.Rejected(isBlocked ? RejectionReason.MemberBlocked : RejectionReason.MemberClosed);
    }

    // What the same entry settles before it counts as if it had been folded.
    private static Decision DecideEarn(
        Member member,
        MemberCommand command,
        Basket basket,
        in Settlement before,
        PurchaserFacts buyer,
        in DecisionContext context)
    {
        var program = context.Program!;
        if (!program.AcceptsCurrency(basket.CurrencyCode))
            return RejectCurrency(basket.CurrencyCode, program);

        var worth = program.Evaluate(basket, command.Context, command.OccurTime, buyer);
        var held = member.HeldPoints + before.Points + before.DebtChange;
        if (worth.Overflowed || worth.Points > Balance.PointsMax - held)
            return Decision.Rejected(RejectionReason.PointsOverflow);

        var revision = member.Revision + 1;
        var debt = member.Debt + before.DebtChange;
        var life = program.LifeOf(command.OccurTime);
        // What a late purchase earned may be over its time already.
        var activateTime = life.ActivateTime > context.RecordTime ? life.ActivateTime : default;
        var settlement = LotSettlement.Give(debt, revision, worth.Points, life.ExpireTime, activateTime);
        return Decision.Accepted(new MemberEvent.PointsEarned(
            basket, worth.EligibleAmountMinor, worth.AppliedRules)
        {
            Claim = worth.Claim,
            PendingEvent = settlement.LotChanges is [{ IsPending: true }] ? program.Definition.Pending!.Event : "",
            Origin = Origin(member, command, context, program.Version),
            Settlement = settlement,
            BalanceAfter = BalanceAfter(member, settlement),
        });
    }

    // The return and then the purchase, as two requests with nothing in between; what refuses either refuses both.
    private static Decision DecideExchange(
        Member member, MemberCommand.ExchangePurchase exchange, in DecisionContext context)
    {
        var program = context.Program!;
        if (!program.AcceptsCurrency(exchange.Basket.CurrencyCode))
            return RejectCurrency(exchange.Basket.CurrencyCode, program);
        var back = ReturnDecider.Decide(member, exchange, exchange.Parts, context);
        if (back.Event is not MemberEvent.PurchaseReturned)
            return back;
        var returned = (MemberEvent.PurchaseReturned)TierDecider
            .With(member, back.Event, context.Target!.Sale, context.Tiers).Event!;
        var purchaseCount = member.PurchaseCount - (returned.OfSale!.IsWhole ? 1 : 0);
        var tier = member.Tier.After(returned);
        var purchase = DecideEarn(
            member,
            exchange,
            exchange.Basket,
            returned.Settlement,
            PurchaserFacts.Of(member, purchaseCount, tier, context.Tiers),
            context);
        if (purchase.Event is not MemberEvent.PointsEarned earned)
            return purchase;

        var settlement = returned.Settlement.Then(earned.Settlement);
        var balanceAfter = BalanceAfter(member, settlement);
        return Decision.Accepted(new MemberEvent.PurchaseExchanged(
            returned with { BalanceAfter = balanceAfter }, earned with { BalanceAfter = balanceAfter })
        {
            Origin = earned.Origin,
            Settlement = settlement,
            BalanceAfter = balanceAfter,
        });
    }

    private static Decision DecideReturn(
        Member member, MemberCommand.ReturnPurchase purchase, in DecisionContext context)
    {
        var program = context.Program!;
        if (!program.AcceptsCurrency(purchase.Basket.CurrencyCode))
            return RejectCurrency(purchase.Basket.CurrencyCode, program);
        if (program.Definition.Returns.WithoutReference == UnreferencedReturns.Refuse)
            return Decision.Rejected(RejectionReason.ReturnNotAllowed);

        // It is no purchase of the member, so what rules give for a purchase's number is not taken back.
        var worth = program.Evaluate(purchase.Basket, purchase.Context, purchase.OccurTime);
        if (worth.Overflowed || worth.Points > Balance.PointsMax - member.Debt)
            return Decision.Rejected(RejectionReason.PointsOverflow);

        var back = LotSettlement.TakeBack(
            member, worth.Points, ownLot: null, debtRestored: 0, program.Definition.Returns.Shortfall);
        return Decision.Accepted(
            new MemberEvent.PurchaseReturned(
                purchase.Basket, worth.EligibleAmountMinor, worth.AppliedRules, back.ForgivenPoints)
            {
                Origin = Origin(member, purchase, context, program.Version),
                Settlement = back.Settlement,
                BalanceAfter = BalanceAfter(member, back.Settlement),
            });
    }

    private static Decision DecideReverse(
        Member member, MemberCommand.ReversePoints reverse, in DecisionContext context)
    {
        if (context.Target is not { } target)
            return Decision.Rejected(RejectionReason.EntryUnknown);
        if (target is not (MemberEvent.PointsEarned or MemberEvent.PointsBurned or MemberEvent.PointsAdjusted))
            return Decision.Rejected(RejectionReason.EntryNotReversible, ("revision", Text(target.Revision)));
        var returned = member.SaleReturns.Of(target.Revision);
        if (member.IsReversed(target.Revision) || returned.IsWhole)
            return Decision.Rejected(RejectionReason.EntryAlreadyReversed, ("revision", Text(target.Revision)));

        var givesBack = target is MemberEvent.PointsBurned || target.Points < 0;
        var points = Math.Abs(target.Points) - returned.ClaimedPoints;
        if (points > Balance.PointsMax - (givesBack ? member.HeldPoints : member.Debt))
            return Decision.Rejected(RejectionReason.PointsOverflow);

        if (!givesBack)
            return TakeBack(member, reverse, target, points, returned, context);
        return GiveBack(member, reverse, target, context);
    }

    private static Decision GiveBack(
        Member member, MemberCommand.ReversePoints reverse, MemberEvent target, in DecisionContext context)
    {
        var burned = target as MemberEvent.PointsBurned;
        var isExcused = burned is not null && reverse.IsMerchantCaused;
        var graceEnd = isExcused ? context.Program!.GraceEndOf(context.RecordTime) : LedgerTime.Earliest;
        var (settlement, netted) = LotSettlement.GiveBack(
            member,
            burned?.Taken ?? target.Settlement,
            target.Revision,
            new PointGrace(context.RecordTime, graceEnd),
            new LotChange(member.Revision + 1, 0, context.Program!.LifeOf(reverse.OccurTime).ExpireTime));
        return Decision.Accepted(new MemberEvent.PointsReversed(target.Revision, burned is not null, ForgivenPoints: 0)
        {
            Inactivity = isExcused ? ActivityDecider.Excused(member, settlement, target.Inactivity, graceEnd) : null,
            WasAdjustment = burned is null,
            NettedPoints = netted,
            Origin = Origin(member, reverse, context, context.Program!.Version),
            Settlement = settlement,
            BalanceAfter = BalanceAfter(member, settlement),
        });
    }

    // Undoes what was given, but for what returns have claimed of it.
    private static Decision TakeBack(
        Member member,
        MemberCommand.ReversePoints reverse,
        MemberEvent target,
        long points,
        SaleReturn returned,
        in DecisionContext context)
    {
        var program = context.Program!;
        var debtRestorable = -target.Settlement.DebtChange - returned.DebtRestoredPoints;
        var back = LotSettlement.TakeBack(
            member,
            points,
            target.Settlement.LotChanges is [var first, ..] ? first : null,
            debtRestorable,
            program.Definition.Returns.Shortfall);
        return Decision.Accepted(new MemberEvent.PointsReversed(target.Revision, WasBurn: false, back.ForgivenPoints)
        {
            WasAdjustment = target is MemberEvent.PointsAdjusted,
            DebtRestoredPoints = back.DebtRestoredPoints,
            ExpiredPoints = back.ExpiredPoints,
            Origin = Origin(member, reverse, context, program.Version),
            Settlement = back.Settlement,
            BalanceAfter = BalanceAfter(member, back.Settlement),
        });
    }

    private static Decision RejectCurrency(string currencyCode, LoyaltyProgram program) => Decision.Rejected(
        RejectionReason.CurrencyUnsupported,
        ("currency_code", currencyCode),
        ("program_currency_code", program.Definition.CurrencyCode));

    internal static EntryOrigin Origin(
        Member member, MemberCommand command, in DecisionContext context, long programVersion) => new()
    {
        Revision = member.Revision + 1,
        RecordTime = context.RecordTime,
        OccurTime = command.OccurTime,
        RequestId = command.RequestId,
        RequestKey = command.RequestKey,
        ContentHash = command.ContentHash,
        Principal = context.Principal,
        ProgramVersion = programVersion,
        Context = command.Context,
        UtcOffsetSeconds = programVersion == 0 ? 0 : context.Program!.UtcOffsetSecondsAt(command.OccurTime),
        TzVersion = programVersion == 0 ? "" : LoyaltyProgram.TzVersion,
    };

    /// <summary>Where an entry comes from that no request makes.</summary>
    internal static EntryOrigin OriginOfTime(
        Member member, LedgerTime occurTime, LedgerTime recordTime, long programVersion) => new()
    {
        Revision = member.Revision + 1,
        RecordTime = recordTime,
        OccurTime = occurTime,
        RequestId = "",
        RequestKey = 0,
        ContentHash = default,
        Principal = "",
        ProgramVersion = programVersion,
        Context = TillContext.Empty,
    };

    internal static Balance BalanceAfter(Member member, in Settlement settlement)
    {
        var (balance, available, pending, reserved) = (member.Balance, 0L, 0L, 0L);
        foreach (ref readonly var change in settlement.LotChanges.AsSpan())
        {
            if (change.IsPending)
                pending += change.Points;
            else if (change.IsReserved)
                reserved += change.Points;
            else
                available += change.Points;
        }

        return new Balance(
            balance.Available + available,
            balance.Pending + pending,
            balance.Reserved + reserved,
            balance.Debt + settlement.DebtChange);
    }

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
