using System.Globalization;

namespace LoyaltyEngine.Core.Programs;

/// <summary>A program's rules in words, as a customer may be told them. Pure and thread-safe.</summary>
public static class RuleText
{
    private const decimal BpsPerUnit = ProgramLimits.MultiplierBpsMin;

    /// <summary>What a rule gives: "1 point for each 1.00 GBP, rounded down".</summary>
    /// <param name="definition">The program version.</param>
    /// <param name="ruleId">The rule, or <see cref="AppliedRule.BaseRuleId"/>.</param>
    public static string RateOf(ProgramDefinition definition, string ruleId)
    {
        var earning = definition.Earning;
        if (ruleId == AppliedRule.BaseRuleId)
            return earning.Points == 0 ? "no points by amount" : PerAmount(definition, earning.Points, "");
        if (Find(definition, ruleId) is not { } rule)
            return "unknown to this version of the program";
        var most = rule.MaximumPoints > 0 ? $", at most {Points(rule.MaximumPoints)} a receipt" : "";
        if (rule.FixedPoints is { } points)
            return $"{Points(points)} once a receipt{most}";
        if (rule.Rate is { } rate)
        {
            var per = rate.PerQuantityThousandths > 0
                ? $"{Quantity(rate.PerQuantityThousandths)} of quantity"
                : Amount(definition, rate.PerAmountMinor);
            return $"{Rate(rate.Points, "", per, rate.Rounding, rate.Scope)}{most}";
        }

        var multiplier = (rule.MultiplierBps ?? 0) / BpsPerUnit;
        var times = multiplier.ToString("0.####", CultureInfo.InvariantCulture);
        var added = PerAmount(definition, earning.Points * (multiplier - 1), " more");
        return $"{added}: {times} times the base rate{most}";
    }

    /// <summary>What a rule looks at: "lines of category bakery or cake, in store S001".</summary>
    public static string ConditionOf(ProgramDefinition definition, string ruleId)
    {
        const string everything = "all lines that no exclusion names";
        if (ruleId == AppliedRule.BaseRuleId || Find(definition, ruleId) is not { } rule)
            return everything;
        var when = rule.When;
        var lines = when switch
        {
            { Skus.Count: > 0, Categories.Count: > 0 } =>
                $"lines with SKU {ConditionText.AnyOf(when.Skus)} and of category "
                + ConditionText.AnyOf(when.Categories),
            { Skus.Count: > 0 } => $"lines with SKU {ConditionText.AnyOf(when.Skus)}",
            { Categories.Count: > 0 } => $"lines of category {ConditionText.AnyOf(when.Categories)}",
            _ => everything,
        };
        List<string> least = [];
        if (when.MinimumSpendMinor > 0)
            least.Add($"at least {Amount(definition, when.MinimumSpendMinor)} together");
        if (when.MinimumQuantityThousandths > 0)
            least.Add($"a quantity of at least {Quantity(when.MinimumQuantityThousandths)}");
        if (when.MinimumReceiptMinor > 0)
            least.Add($"a receipt of at least {Amount(definition, when.MinimumReceiptMinor)}");
        var thresholds = least.Count == 0 ? "" : $" for {string.Join(" and ", least)}";
        return string.Join(", ", ConditionText.OfReceipt(when).Prepend(lines + thresholds));
    }

    /// <summary>A quantity: "2", "0.435".</summary>
    public static string Quantity(long thousandths) =>
        (thousandths / 1_000m).ToString("#,0.###", CultureInfo.InvariantCulture);

    /// <summary>An amount with its currency: "12.99 GBP".</summary>
    public static string Amount(ProgramDefinition definition, long amountMinor) =>
        $"{ProgramWords.Decimal(amountMinor, definition.CurrencyDecimals)} {definition.CurrencyCode}";

    /// <summary>A number of points: "1 point", "-1,200 points".</summary>
    public static string Points(long points) =>
        string.Create(CultureInfo.InvariantCulture, $"{points:N0} {(points is 1 or -1 ? "point" : "points")}");

    private static string PerAmount(ProgramDefinition definition, decimal points, string more)
    {
        var earning = definition.Earning;
        return Rate(points, more, Amount(definition, earning.PerAmountMinor), earning.Rounding, earning.Scope);
    }

    private static string Rate(decimal points, string more, string per, RoundingMode mode, RateScope scope)
    {
        var rounding = mode switch
        {
            RoundingMode.Down => "rounded down",
            RoundingMode.HalfUp => "rounded to the nearest, halves up",
            _ => "rounded up",
        };
        var number = points.ToString("#,0.####", CultureInfo.InvariantCulture);
        var unit = points == 1 ? "point" : "points";
        var each = scope == RateScope.Line ? " on each line" : "";
        return $"{number} {unit}{more} for each {per}, {rounding}{each}";
    }

    private static RuleDefinition? Find(ProgramDefinition definition, string ruleId) =>
        definition.Earning.Rules.FirstOrDefault(rule => rule.Id == ruleId);
}
