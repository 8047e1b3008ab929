using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Core.Members;

/// <summary>The part of <see cref="MemberDecider"/> that decides what comes back of a sale.</summary>
public static class ReturnDecider
{
    internal static Decision Decide(
        Member member, MemberCommand command, ReturnPart[] parts, in DecisionContext context)
    {
        if (context.Target?.Sale is { } sale)
        {
            return Decide(
                member,
                sale,
                parts,
                context.Program!.Definition.Returns.Shortfall,
                MemberDecider.Origin(member, command, context, context.Program.Version));
        }

        return command is MemberCommand.ReturnSale { AwaitedRequestId.Length: > 0 } waits && context.Target is null
            ? Await(member, waits, context)
            : Decision.Rejected(RejectionReason.SaleUnknown);
    }

    /// <summary>
    /// The entry that settles the next return which waited for the request that made this entry; null for none. Asked
    /// after every entry that a request makes, again and again.
    /// </summary>
    public static MemberEvent? Settle(
        Member member, MemberEvent made, LedgerTime recordTime, TierTable? tiers = null)
    {
        if (made.Origin.RequestId.Length == 0
            || member.WaitingReturns.FirstFor(made.Origin.RequestId) is not { } waiting)
            return null;
        if (made.Sale is not { } sale)
            return Ended(member, waiting, WaitingReturnEnd.NoSale, waiting.OccurTime, recordTime);
        var origin = MemberDecider.OriginOfTime(member, waiting.OccurTime, recordTime, waiting.ProgramVersion);
        return Decide(member, sale, waiting.Parts, waiting.Shortfall, origin).Event is MemberEvent.PurchaseReturned back
            ? TierDecider.With(member, back with { WaitingReturn = waiting.Id }, sale, tiers).Event
            : Ended(member, waiting, WaitingReturnEnd.ExceedsSale, waiting.OccurTime, recordTime);
    }

    /// <summary>The entry with which a return waits no longer.</summary>
    internal static MemberEvent.WaitingReturnEnded Ended(
        Member member, WaitingReturn waiting, WaitingReturnEnd end, LedgerTime occurTime, LedgerTime recordTime) =>
        new(waiting.Id, end)
        {
            Origin = MemberDecider.OriginOfTime(member, occurTime, recordTime, programVersion: 0),
            BalanceAfter = member.Balance,
        };

    private static Decision Await(Member member, MemberCommand.ReturnSale waits, in DecisionContext context)
    {
        var returns = context.Program!.Definition.Returns;
        if (returns.WaitDays == 0)
            return Decision.Rejected(RejectionReason.ReturnWaitNotOffered);
        if (member.WaitingReturns.All.Length == WaitingReturns.CountMax)
        {
            return Decision.Rejected(
                RejectionReason.ReturnWaitCountExceeded, ("count_max", MemberDecider.Text(WaitingReturns.CountMax)));
        }

        var endTime = context.RecordTime.PlusDays(returns.WaitDays);
        return Decision.Accepted(new MemberEvent.ReturnAwaitsSale(
            waits.AwaitedRequestId, waits.Parts, endTime, returns.Shortfall)
        {
            Origin = MemberDecider.Origin(member, waits, context, context.Program.Version),
            BalanceAfter = member.Balance,
        });
    }

    private static Decision Decide(
        Member member,
        MemberEvent.PointsEarned sale,
        ReturnPart[] parts,
        ShortfallPolicy shortfall,
        EntryOrigin origin)
    {
        if (sale.Claim is null)
            return Decision.Rejected(RejectionReason.SaleNotDivisible, ("revision", MemberDecider.Text(sale.Revision)));
        var lines = sale.Basket.Lines;
        foreach (ref readonly var part in parts.AsSpan())
        {
            if (IndexOf(lines, part.LineId) < 0)
                return Decision.Rejected(RejectionReason.SaleLineUnknown, ("line_id", part.LineId));
        }

        var before = member.SaleReturns.Of(sale.Revision);
        if (before.IsWhole || member.IsReversed(sale.Revision))
        {
            return Decision.Rejected(
                RejectionReason.ReturnExceedsSale, ("revision", MemberDecider.Text(sale.Revision)));
        }

        var step = new ReturnedLine[lines.Length];
        for (var i = 0; i < step.Length; i++)
        {
            step[i] = new ReturnedLine(i, 0, 0);
            if (parts.Length == 0)
                AddRest(lines[i], before.Of(i), ref step[i]);
        }

        foreach (ref readonly var part in parts.AsSpan())
        {
            var index = IndexOf(lines, part.LineId);
            if (!TryAdd(lines[index], before.Of(index), part, ref step[index]))
                return RejectExcess(lines[index], before.Of(index));
        }

        return Accept(member, sale, before, step, shortfall, origin);
    }

    private static Decision Accept(
        Member member,
        MemberEvent.PointsEarned sale,
        SaleReturn before,
        ReturnedLine[] step,
        ShortfallPolicy shortfall,
        EntryOrigin origin)
    {
        var lines = sale.Basket.Lines;
        var isWhole = true;
        for (var i = 0; i < lines.Length && isWhole; i++)
            isWhole = SaleClaim.IsWhole(lines[i], Sum(before.Of(i), step[i]));
        var ofSale = new ReturnOfSale(
            sale.Revision,
            [.. step.Where(line => line.QuantityThousandths > 0 || line.AmountMinor > 0)],
            isWhole,
            ClaimedPoints: 0,
            DebtRestoredPoints: 0);
        var after = before.With(ofSale, forgivenPoints: 0, origin.Revision);
        var points = SaleClaim.PointsOf(sale, after) - before.ClaimedPoints;
        if (points > Balance.PointsMax - member.Debt)
            return Decision.Rejected(RejectionReason.PointsOverflow);

        var debtRestorable = -sale.Settlement.DebtChange - before.DebtRestoredPoints;
        var back = LotSettlement.TakeBack(
            member,
            points,
            sale.Settlement.LotChanges is [var own, ..] ? own : null,
            debtRestorable,
            shortfall);
        var rules = SaleClaim.RulesBetween(sale, before, after);
        return Decision.Accepted(new MemberEvent.PurchaseReturned(
            new Basket(sale.Basket.CurrencyCode, []), EligibleAmount(sale, before, after), rules,
            back.ForgivenPoints)
        {
            OfSale = ofSale with
            {
                ExpiredPoints = back.ExpiredPoints,
                ClaimedPoints = points,
                DebtRestoredPoints = back.DebtRestoredPoints,
            },
            Origin = origin,
            Settlement = back.Settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, back.Settlement),
        });
    }

    internal static long EligibleAmount(MemberEvent.PointsEarned sale, SaleReturn before, SaleReturn after)
    {
        var amountMinor = 0L;
        for (var i = 0; i < sale.Basket.Lines.Length; i++)
        {
            if (!sale.Claim!.Excluded.Contains(i))
                amountMinor += AmountOf(sale, after, i) - AmountOf(sale, before, i);
        }

        return amountMinor;
    }

    private static long AmountOf(MemberEvent.PointsEarned sale, SaleReturn returned, int line) => returned.IsWhole
        ? sale.Basket.Lines[line].AmountMinor
        : SaleClaim.AmountOf(sale.Basket.Lines[line], returned.Of(line));

    // False where more would come back than was bought.
    private static bool TryAdd(in BasketLine line, in ReturnedLine before, in ReturnPart part, ref ReturnedLine step)
    {
        if (SaleClaim.IsWhole(line, Sum(before, step)))
            return false;
        if (part.IsRest)
        {
            AddRest(line, before, ref step);
            return true;
        }

        // A sum of quantities or amounts within their limits fits.
        step = Sum(step, new ReturnedLine(step.Line, part.QuantityThousandths, part.AmountMinor));
        var after = Sum(before, step);
        return after.QuantityThousandths <= line.QuantityThousandths
            && SaleClaim.AmountOf(line, after) <= line.AmountMinor;
    }

    private static void AddRest(in BasketLine line, in ReturnedLine before, ref ReturnedLine step)
    {
        var sum = Sum(before, step);
        if (SaleClaim.IsWhole(line, sum))
            return;
        step = sum.AmountMinor == 0
            ? step with { QuantityThousandths = line.QuantityThousandths - before.QuantityThousandths }
            : step with { AmountMinor = step.AmountMinor + line.AmountMinor - SaleClaim.AmountOf(line, sum) };
    }

    private static ReturnedLine Sum(in ReturnedLine one, in ReturnedLine other) => new(
        one.Line, one.QuantityThousandths + other.QuantityThousandths, one.AmountMinor + other.AmountMinor);

    private static int IndexOf(BasketLine[] lines, string lineId)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].LineId == lineId)
                return i;
        }

        return -1;
    }

    private static Decision RejectExcess(in BasketLine line, in ReturnedLine before) => Decision.Rejected(
        RejectionReason.ReturnExceedsSale,
        ("line_id", line.LineId),
        ("amount_minor_left", MemberDecider.Text(line.AmountMinor - SaleClaim.AmountOf(line, before))));
}
