using System.Numerics;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Core.Tests.Programs;

/// <summary>
/// What a program gives for a basket, written from the definition's words alone: no index, no compiled form, fractions
/// of unbounded integers. Shares nothing with the engine but the types that go in and out.
/// </summary>
internal static class ReferenceEvaluator
{
    public static Evaluation Evaluate(
        ProgramDefinition program, Basket basket, TillContext till, LedgerTime time, PurchaserFacts member)
    {
        var earning = program.Earning;
        var zone = program.StoreGroups.Where(group => group.TimeZone != "" && group.Stores.Contains(till.StoreId))
            .Select(group => group.TimeZone).FirstOrDefault(program.TimeZone);
        var local = time.ToInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime;
        var eligible = basket.Lines.Where(line => !earning.Exclusions.Any(match => Matches(match, line))).ToList();
        var eligibleAmount = Sum(eligible);
        var given = new List<(string Id, BigInteger Points, BigInteger Amount)>
        {
            ("base", OfBase(eligible, 10_000), eligibleAmount),
        };
        var applying = new List<(RuleDefinition Rule, BigInteger Points, BigInteger Amount)>();
        foreach (var rule in earning.Rules)
        {
            var lines = eligible.Where(line => Holds(rule.When, line)).ToList();
            if (lines.Count == 0)
                continue;
            var amount = Sum(lines);
            if (amount < rule.When.MinimumSpendMinor || eligibleAmount < rule.When.MinimumReceiptMinor
                || lines.Sum(line => line.QuantityThousandths) < rule.When.MinimumQuantityThousandths)
                continue;
            var points = rule.FixedPoints
                ?? (rule.Rate is { } rate
                    ? Of(
                        lines, rate.Points, rate.PerAmountMinor, rate.PerQuantityThousandths, rate.Rounding, rate.Scope)
                    : OfBase(lines, rule.MultiplierBps!.Value - 10_000));
            if (rule.MaximumPoints > 0 && points > rule.MaximumPoints)
                points = rule.MaximumPoints;
            applying.Add((rule, points, amount));
        }

        // Whoever wants a place in the answer must be the first of all that it excludes.
        foreach (var (rule, points, amount) in applying)
        {
            var rivals = applying.Where(other => other.Rule.Group == rule.Group
                && (rule.Group != "" || earning.Conflicts != ConflictPolicy.Sum));
            if (rivals.All(other => other.Rule == rule || IsBefore((rule, points), (other.Rule, other.Points))))
                given.Add((rule.Id, points, amount));
        }

        return new Evaluation(
            given.Aggregate(BigInteger.Zero, (sum, rule) => sum + rule.Points), eligibleAmount, given);

        bool Holds(RuleCondition when, BasketLine line) =>
            Matches(new LineMatch { Skus = when.Skus, Categories = when.Categories }, line)
            && (when.Stores.Count == 0 || when.Stores.Contains(till.StoreId))
            && (when.StoreGroups.Count == 0 || program.StoreGroups.Any(
                group => when.StoreGroups.Contains(group.Id) && group.Stores.Contains(till.StoreId)))
            && (when.Channels.Count == 0 || when.Channels.Contains(till.Channel))
            && (when.Tenders.Count == 0 || basket.Payments.Any(payment => when.Tenders.Contains(payment.Tender)))
            && !(local.Date < when.FromDate) && !(local.Date > when.ThroughDate)
            && (when.Weekdays.Count == 0 || when.Weekdays.Contains(local.DayOfWeek))
            && (when.Hours.Count == 0 || when.Hours.Any(hours => IsAt(hours, local.Hour * 60 + local.Minute)))
            && (when.Tiers.Count == 0 || (member.TierId is { } tier && when.Tiers.Contains(tier)))
            && (when.PurchaseNumbers.Count == 0 || when.PurchaseNumbers.Contains(member.PurchaseNumber))
            && (when.EveryPurchase == 0
                || (member.PurchaseNumber > 0 && member.PurchaseNumber % when.EveryPurchase == 0))
            && (when.AnniversaryDays == 0 || Enumerable.Range(0, when.AnniversaryDays).Any(
                days => member.PurchaseNumber > 0 && IsAnniversary(local.Date.PlusDays(-days))))
            && (when.Any.Count == 0 || when.Any.Any(one => Holds(one, line)))
            && !when.Not.Any(one => Holds(one, line));

        // That of 29 February is the 28th where there is none.
        bool IsAnniversary(LocalDate date)
        {
            var enrolled = member.EnrolTime.ToInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
            return date.Year > enrolled.Year && date.Month == enrolled.Month
                && date.Day == Math.Min(enrolled.Day, CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month));
        }

        // From midnight to its end and from its begin to midnight, where it goes on past midnight.
        static bool IsAt(DayHours hours, int minute) => hours.UntilMinute > hours.FromMinute
            ? Enumerable.Range(hours.FromMinute, hours.UntilMinute - hours.FromMinute).Contains(minute)
            : !Enumerable.Range(hours.UntilMinute, hours.FromMinute - hours.UntilMinute).Contains(minute);

        bool IsBefore((RuleDefinition Rule, BigInteger Points) one, (RuleDefinition Rule, BigInteger Points) other)
        {
            if (earning.Conflicts is ConflictPolicy.Sum or ConflictPolicy.BestForMember && one.Points != other.Points)
                return one.Points > other.Points;
            if (earning.Conflicts == ConflictPolicy.BestForMerchant && one.Points != other.Points)
                return one.Points < other.Points;
            if (one.Rule.Priority != other.Rule.Priority)
                return one.Rule.Priority > other.Rule.Priority;
            return one.Points == other.Points
                ? string.CompareOrdinal(one.Rule.Id, other.Rule.Id) < 0
                : one.Points > other.Points;
        }

        BigInteger OfBase(List<BasketLine> lines, long bps) => earning.Points == 0
            ? 0
            : Of(
                lines, earning.Points * new BigInteger(bps), new BigInteger(earning.PerAmountMinor) * 10_000, 0,
                earning.Rounding, earning.Scope);
    }

    private static BigInteger Of(
        List<BasketLine> lines, BigInteger points, BigInteger perAmount, long perQuantity, RoundingMode rounding,
        RateScope scope)
    {
        var sizes = lines.Select(line => new BigInteger(perQuantity > 0 ? line.QuantityThousandths : line.AmountMinor));
        var divisor = perQuantity > 0 ? perQuantity : perAmount;
        return scope == RateScope.Line
            ? sizes.Aggregate(BigInteger.Zero, (sum, size) => sum + Rounded(size * points))
            : Rounded(sizes.Aggregate(BigInteger.Zero, (sum, size) => sum + size) * points);

        BigInteger Rounded(BigInteger dividend) => rounding switch
        {
            RoundingMode.Down => dividend / divisor,
            RoundingMode.HalfUp => (2 * dividend + divisor) / (2 * divisor),
            RoundingMode.Up => (dividend + divisor - 1) / divisor,
            _ => throw new ArgumentOutOfRangeException(nameof(rounding)),
        };
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
