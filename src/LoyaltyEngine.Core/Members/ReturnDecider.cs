using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Core.Members;

/// <summary>The part of <see cref="MemberDecider"/> that decides what comes back of a sale.</summary>
internal static class ReturnDecider
{
    public static Decision Decide(
        Member member, MemberCommand command, ReturnPart[] parts, in DecisionContext context)
    {
        if (context.Target?.Sale is not { } sale)
            return Decision.Rejected(RejectionReason.SaleUnknown);
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

        return Accept(member, command, context, sale, before, step);
    }

    private static Decision Accept(
        Member member,
        MemberCommand command,
        in DecisionContext context,
        MemberEvent.PointsEarned sale,
        SaleReturn before,
        ReturnedLine[] step)
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
        var after = before.With(ofSale, forgivenPoints: 0);
        var points = SaleClaim.PointsOf(sale, after) - before.ClaimedPoints;
        if (points > Balance.PointsMax - member.Debt)
            return Decision.Rejected(RejectionReason.PointsOverflow);

        var debtRestorable = -sale.Settlement.DebtChange - before.DebtRestoredPoints;
        var back = LotSettlement.TakeBack(
            member,
            points,
            sale.Settlement.LotChanges is [var own, ..] ? own : null,
            debtRestorable,
            context.Program!.Definition.Returns.Shortfall);
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
            Origin = MemberDecider.Origin(member, command, context, context.Program!.Version),
            Settlement = back.Settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, back.Settlement),
        });
    }

    private static long EligibleAmount(MemberEvent.PointsEarned sale, SaleReturn before, SaleReturn after)
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
