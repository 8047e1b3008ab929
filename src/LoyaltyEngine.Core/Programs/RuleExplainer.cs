using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// Tells why rules do not apply to a purchase, by asking their conditions one after the other. Slow beside an
/// evaluation: for who wants to know. Immutable and thread-safe.
/// </summary>
internal sealed class RuleExplainer(ProgramDefinition program, StoreGroups groups)
{
    private readonly EarningDefinition _earning = program.Earning;

    /// <summary>The rules that do not apply, in the program's order.</summary>
    public IEnumerable<SkippedRule> Explain(MemberEvent.PointsEarned purchase, ReceiptFacts facts)
    {
        // The store of the receipt is number 0 here, and every other 1.
        var receipt = facts with { StoreOrdinal = 0 };
        var (lines, storeId) = (purchase.Basket.Lines, purchase.Origin.Context.StoreId);
        var applied = purchase.AppliedRules.Select(rule => rule.RuleId).ToHashSet();
        var excluded = purchase.Claim!.Excluded;
        var eligible = Enumerable.Range(0, lines.Length).Where(line => !excluded.Contains(line)).ToList();
        return _earning.Rules.Where(rule => !applied.Contains(rule.Id)).Select(rule =>
            Explain(rule, lines, eligible, purchase.EligibleAmountMinor, storeId, receipt, applied));
    }

    private SkippedRule Explain(
        RuleDefinition rule, BasketLine[] lines, List<int> eligible, long receiptMinor, string storeId,
        ReceiptFacts receipt, HashSet<string> applied)
    {
        if (eligible.Count == 0)
            return new SkippedRule(rule.Id, RuleSkipReason.NothingEligible, "every line is excluded");
        var left = eligible;
        foreach (var (reason, part) in Parts(rule.When))
        {
            var condition = new CompiledCondition(part, IndexKey.None, groups, store => store == storeId ? 0 : 1);
            left = [.. left.Where(line => condition.Holds(lines[line], receipt))];
            if (left.Count == 0)
                return new SkippedRule(rule.Id, reason, Words(part));
        }

        var (when, amountMinor) = (rule.When, left.Sum(line => lines[line].AmountMinor));
        var quantity = left.Sum(line => lines[line].QuantityThousandths);
        if (amountMinor < when.MinimumSpendMinor)
            return Least(RuleSkipReason.MinimumSpend, Amount(when.MinimumSpendMinor), Amount(amountMinor));
        if (quantity < when.MinimumQuantityThousandths)
        {
            return Least(
                RuleSkipReason.MinimumQuantity, RuleText.Quantity(when.MinimumQuantityThousandths),
                RuleText.Quantity(quantity));
        }

        if (receiptMinor < when.MinimumReceiptMinor)
            return Least(RuleSkipReason.MinimumReceipt, Amount(when.MinimumReceiptMinor), Amount(receiptMinor));
        var other = _earning.Rules.First(known => known.Group == rule.Group && applied.Contains(known.Id));
        return new SkippedRule(rule.Id, RuleSkipReason.Conflict, $"rule {other.Id} counts in its place");

        SkippedRule Least(RuleSkipReason reason, string asked, string found) =>
            new(rule.Id, reason, $"at least {asked}, found {found}");

        string Amount(long minor) => RuleText.Amount(program, minor);
    }

    // A condition in parts that hold together where it does.
    private static IEnumerable<(RuleSkipReason Reason, RuleCondition Part)> Parts(RuleCondition when)
    {
        if (when.Stores.Count + when.StoreGroups.Count > 0)
            yield return (RuleSkipReason.Store, new() { Stores = when.Stores, StoreGroups = when.StoreGroups });
        if (when.Channels.Count > 0)
            yield return (RuleSkipReason.Channel, new() { Channels = when.Channels });
        if (when.Tenders.Count > 0)
            yield return (RuleSkipReason.Tender, new() { Tenders = when.Tenders });
        if (when.FromDate is not null || when.ThroughDate is not null)
            yield return (RuleSkipReason.Date, new() { FromDate = when.FromDate, ThroughDate = when.ThroughDate });
        if (when.Weekdays.Count > 0)
            yield return (RuleSkipReason.Weekday, new() { Weekdays = when.Weekdays });
        if (when.Hours.Count > 0)
            yield return (RuleSkipReason.Hours, new() { Hours = when.Hours });
        if (when.PurchaseNumbers.Count + when.EveryPurchase > 0)
        {
            yield return (RuleSkipReason.Purchase,
                new() { PurchaseNumbers = when.PurchaseNumbers, EveryPurchase = when.EveryPurchase });
        }

        if (when.AnniversaryDays > 0)
            yield return (RuleSkipReason.Anniversary, new() { AnniversaryDays = when.AnniversaryDays });
        if (when.Tiers.Count > 0)
            yield return (RuleSkipReason.Tier, new() { Tiers = when.Tiers });
        if (when.Skus.Count + when.Categories.Count > 0)
            yield return (RuleSkipReason.Lines, new() { Skus = when.Skus, Categories = when.Categories });
        if (when.Any.Count > 0)
            yield return (RuleSkipReason.AnyOf, new() { Any = when.Any });
        if (when.Not.Count > 0)
            yield return (RuleSkipReason.NoneOf, new() { Not = when.Not });
    }

    private static string Words(RuleCondition part) => part switch
    {
        { Skus.Count: 0, Categories.Count: 0 } => string.Join(", ", ConditionText.OfReceipt(part)),
        { Categories.Count: 0 } => $"SKU {ConditionText.AnyOf(part.Skus)}",
        { Skus.Count: 0 } => $"category {ConditionText.AnyOf(part.Categories)}",
        _ => $"SKU {ConditionText.AnyOf(part.Skus)} of category {ConditionText.AnyOf(part.Categories)}",
    };
}
