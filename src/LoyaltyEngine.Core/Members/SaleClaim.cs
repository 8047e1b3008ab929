using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// The algebra of refunds (law 4): what a sale's refunds claim is a pure function of the sale's entry and of all that
/// was brought back of it so far. So each step claims the difference, and neither the order of steps nor how they are
/// cut changes the sum.
/// </summary>
internal static class SaleClaim
{
    /// <summary>What all refunds together claim once this much was brought back.</summary>
    public static long PointsOf(MemberEvent.PointsEarned sale, SaleReturn returned) =>
        returned.IsWhole ? sale.Points : sale.Points - PointsLeft(sale, returned, perTerm: default);

    /// <summary>What each of the sale's rules claims between two states of the sale.</summary>
    public static AppliedRule[] RulesBetween(MemberEvent.PointsEarned sale, SaleReturn before, SaleReturn after)
    {
        var (left, leftAfter) = (new AppliedRule[sale.AppliedRules.Length], new AppliedRule[sale.AppliedRules.Length]);
        PointsLeft(sale, before, left);
        PointsLeft(sale, after, leftAfter);
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = new AppliedRule(
                sale.AppliedRules[i].RuleId,
                left[i].Points - leftAfter[i].Points,
                left[i].MatchedAmountMinor - leftAfter[i].MatchedAmountMinor);
        }

        return left;
    }

    /// <summary>The amount of a line that was brought back.</summary>
    public static long AmountOf(in BasketLine line, in ReturnedLine returned) =>
        (long)(Math.BigMul((ulong)line.AmountMinor, (ulong)returned.QuantityThousandths)
            / (ulong)line.QuantityThousandths)
        + returned.AmountMinor;

    /// <summary>Whether all of a line was brought back.</summary>
    public static bool IsWhole(in BasketLine line, in ReturnedLine returned) =>
        returned.QuantityThousandths >= line.QuantityThousandths
        || (line.AmountMinor > 0 && AmountOf(line, returned) >= line.AmountMinor);

    private static long PointsLeft(MemberEvent.PointsEarned sale, SaleReturn returned, Span<AppliedRule> perTerm)
    {
        var lines = sale.Basket.Lines;
        var claim = sale.Claim!;
        var amounts = new long[lines.Length];
        var quantities = new long[lines.Length];
        for (var i = 0; i < lines.Length && !returned.IsWhole; i++)
            (amounts[i], quantities[i]) = (lines[i].AmountMinor, lines[i].QuantityThousandths);
        foreach (ref readonly var part in returned.Lines.AsSpan())
        {
            amounts[part.Line] -= Math.Min(amounts[part.Line], AmountOf(lines[part.Line], part));
            quantities[part.Line] = IsWhole(lines[part.Line], part)
                ? 0
                : lines[part.Line].QuantityThousandths - part.QuantityThousandths;
        }

        var receipt = 0L;
        for (var i = 0; i < lines.Length; i++)
            receipt += claim.Excluded.Contains(i) ? 0 : amounts[i];
        var (points, bound) = (0L, 0);
        for (var t = 0; t < claim.Terms.Length; t++)
        {
            ref readonly var term = ref claim.Terms[t];
            var (amount, quantity, byLine) = (0L, 0L, 0L);
            for (var i = 0; i < lines.Length; i++)
            {
                if (term.Lines.IsEmpty ? claim.Excluded.Contains(i) : !term.Lines.Contains(i))
                    continue;
                amount += amounts[i];
                quantity += quantities[i];
                if (term.IsByLine)
                    byLine += term.PointsFor(term.IsOfQuantity ? quantities[i] : amounts[i], quantities[i] > 0);
            }

            // A line that is whole has none left, and any other some.
            var given = term.IsByLine
                ? byLine
                : term.PointsFor(term.IsOfQuantity ? quantity : amount, isAnythingLeft: quantity > 0);
            if (bound < claim.Bounds.Length && claim.Bounds[bound].Term == t)
            {
                ref readonly var bounds = ref claim.Bounds[bound++];
                given = bounds.IsReachedBy(amount, quantity, receipt) ? bounds.Cap(given) : 0;
            }

            points += given;
            if (!perTerm.IsEmpty)
                perTerm[t] = new AppliedRule("", given, amount);
        }

        return points;
    }
}
