using System.Numerics;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Tests.Programs;

/// <summary>
/// What a program gives for a basket, written from the definition's words alone: no index, no compiled form, fractions
/// of unbounded integers. Shares nothing with the engine but the types that go in and out.
/// </summary>
internal static class ReferenceEvaluator
{
    public static Evaluation Evaluate(EarningDefinition earning, Basket basket, string storeId)
    {
        var eligible = basket.Lines.Where(line => !earning.Exclusions.Any(match => Matches(match, line))).ToList();
        var eligibleAmount = Sum(eligible);
        var given = new List<(string Id, BigInteger Points, BigInteger Amount)>
        {
            ("base", Rate(eligibleAmount, 10_000), eligibleAmount),
        };
        foreach (var rule in earning.Rules)
        {
            var lines = eligible.Where(line => Matches(rule.Match, line)).ToList();
            if (lines.Count == 0 || (rule.Stores.Count > 0 && !rule.Stores.Contains(storeId)))
                continue;
            var amount = Sum(lines);
            if (amount < rule.MinimumSpendMinor)
                continue;
            var points = rule.FixedPoints ?? Rate(amount, rule.MultiplierBps!.Value - 10_000);
            if (rule.MaximumPoints > 0 && points > rule.MaximumPoints)
                points = rule.MaximumPoints;
            given.Add((rule.Id, points, amount));
        }
        return new Evaluation(
            given.Aggregate(BigInteger.Zero, (sum, rule) => sum + rule.Points), eligibleAmount, given);

        BigInteger Rate(BigInteger amount, long bps)
        {
            if (earning.Points == 0)
                return 0;
            var dividend = amount * earning.Points * bps;
            var divisor = new BigInteger(earning.PerAmountMinor) * 10_000;
            return earning.Rounding switch
            {
                RoundingMode.Down => dividend / divisor,
                RoundingMode.HalfUp => (2 * dividend + divisor) / (2 * divisor),
                RoundingMode.Up => (dividend + divisor - 1) / divisor,
                _ => throw new ArgumentOutOfRangeException(nameof(earning)),
            };
        }
    }

    private static bool Matches(LineMatch match, BasketLine line) =>
        (match.Skus.Count == 0 || match.Skus.Contains(line.Sku))
        && (match.Categories.Count == 0 || match.Categories.Intersect(line.Categories).Any());

    private static BigInteger Sum(IEnumerable<BasketLine> lines) =>
        lines.Aggregate(BigInteger.Zero, (sum, line) => sum + line.AmountMinor);

    /// <summary>What came out; each rule with its points and the amount it matched.</summary>
    internal sealed record Evaluation(
        BigInteger Points, BigInteger Eligible, IReadOnlyList<(string Id, BigInteger Points, BigInteger Amount)> Rules);
}
