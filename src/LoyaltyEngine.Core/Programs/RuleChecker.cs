using System.Globalization;

namespace LoyaltyEngine.Core.Programs;

/// <summary>The part of <see cref="ProgramChecker"/> that looks at rules and exclusions.</summary>
internal static class RuleChecker
{
    private const int MultiplierDecimals = 4;

    public static void CheckRules(ProgramDefinition definition, List<ProgramFault> faults)
    {
        const string path = "earning.rules";
        var earning = definition.Earning;
        if (!CheckCount(path, earning.Rules.Count, ProgramLimits.RuleCountMax, "rules", faults))
            return;
        var firstPlaces = new Dictionary<string, int>();
        for (var i = 0; i < earning.Rules.Count; i++)
        {
            var rule = earning.Rules[i];
            var rulePath = Item(path, i);
            CheckRuleId(rule.Id, i, $"{rulePath}.id", firstPlaces, faults);
            ConditionChecker.Check(rule.When, $"{rulePath}.when", definition, faults);
            CheckEffect(rule, rulePath, earning.Points != 0, faults);
            if (rule.Rate is { } rate)
                CheckRate(rate, $"{rulePath}.rate", definition.CurrencyDecimals, faults);
            if (rule.Group.Length > 0 && !ProgramWords.IsId(rule.Group, ProgramLimits.RuleIdLengthMax))
            {
                faults.Add(new ProgramFault($"{rulePath}.group", ProgramWords.Show(rule.Group),
                    $"an id of 1 to {ProgramLimits.RuleIdLengthMax} of {ProgramWords.IdAlphabet}"));
            }

            ProgramChecker.CheckRange(
                $"{rulePath}.priority", rule.Priority, 0, ProgramLimits.RulePriorityMax, faults);
            ProgramChecker.CheckRange(
                $"{rulePath}.maximum", rule.MaximumPoints, 0, ProgramLimits.MaximumPointsMax, faults);
        }
    }

    public static void CheckExclusions(EarningDefinition earning, List<ProgramFault> faults)
    {
        const string path = "earning.exclusions";
        if (!CheckCount(path, earning.Exclusions.Count, ProgramLimits.ExclusionCountMax, "exclusions", faults))
            return;
        for (var i = 0; i < earning.Exclusions.Count; i++)
        {
            var exclusion = earning.Exclusions[i];
            CheckLineWords(exclusion.Skus, exclusion.Categories, Item(path, i), faults);
            if (exclusion.Skus.Count == 0 && exclusion.Categories.Count == 0)
            {
                faults.Add(new ProgramFault(Item(path, i), "it names nothing and would exclude every line",
                    "a sku or a category"));
            }
        }
    }

    private static void CheckRuleId(
        string? id, int place, string path, Dictionary<string, int> firstPlaces, List<ProgramFault> faults)
    {
        if (!ProgramWords.IsId(id, ProgramLimits.RuleIdLengthMax))
        {
            faults.Add(new ProgramFault(path, ProgramWords.Show(id),
                $"an id of 1 to {ProgramLimits.RuleIdLengthMax} of {ProgramWords.IdAlphabet}"));
        }
        else if (id == AppliedRule.BaseRuleId)
        {
            faults.Add(new ProgramFault(path, ProgramWords.Show(id),
                "another id: answers call the base rate by this one"));
        }
        else if (!firstPlaces.TryAdd(id!, place))
        {
            faults.Add(new ProgramFault(path, $"{ProgramWords.Show(id)}, which earning.rules[{firstPlaces[id!]}] has",
                "an id that no other rule has"));
        }
    }

    private static void CheckEffect(RuleDefinition rule, string path, bool hasBaseRate, List<ProgramFault> faults)
    {
        const string expected = "one effect: multiplier, points or rate";
        string?[] found =
        [
            rule.MultiplierBps is null ? null : "multiplier", rule.FixedPoints is null ? null : "points",
            rule.Rate is null ? null : "rate",
        ];
        var effects = found.OfType<string>().ToList();
        if (effects.Count > 1)
            faults.Add(new ProgramFault(path, $"found {string.Join(" and ", effects)}", expected));
        if (effects.Count == 0)
            faults.Add(new ProgramFault(path, "found none of multiplier, points and rate", expected));
        if (rule.FixedPoints is { } points)
            ProgramChecker.CheckRange($"{path}.points", points, 1, ProgramLimits.FixedPointsMax, faults);
        if (rule.MultiplierBps is not { } multiplier)
            return;
        if (multiplier is < ProgramLimits.MultiplierBpsMin or > ProgramLimits.MultiplierBpsMax)
        {
            faults.Add(new ProgramFault($"{path}.multiplier",
                $"found {ProgramWords.Decimal(multiplier, MultiplierDecimals)}",
                "a number from 1 to 100, such as 2 or 1.5: what matching lines earn in all, 1 being the base rate"));
        }
        if (!hasBaseRate)
        {
            faults.Add(new ProgramFault($"{path}.multiplier", "there is no base rate to multiply",
                "points instead, or a base rate under earning.base"));
        }
    }

    private static void CheckRate(RuleRate rate, string path, int decimals, List<ProgramFault> faults)
    {
        ProgramChecker.CheckRange($"{path}.points", rate.Points, 1, ProgramLimits.BasePointsMax, faults);
        ProgramChecker.CheckKnown($"{path}.rounding", rate.Rounding, "down, half_up or up", faults);
        ProgramChecker.CheckKnown($"{path}.scope", rate.Scope, "receipt or line", faults);
        if (rate is { PerAmountMinor: 0, PerQuantityThousandths: 0 })
            faults.Add(new ProgramFault(path, "found neither per nor per_quantity", "one of them"));
        else if (rate.PerAmountMinor != 0 && rate.PerQuantityThousandths != 0)
            faults.Add(new ProgramFault(path, "found both per and per_quantity", "one of them"));
        else if (rate.PerAmountMinor is < 0 or > ProgramLimits.PerAmountMinorMax)
        {
            faults.Add(new ProgramFault(
                $"{path}.per", $"found {ProgramWords.Decimal(rate.PerAmountMinor, decimals)}",
                $"an amount from {ProgramWords.Decimal(1, decimals)} to "
                + ProgramWords.Decimal(ProgramLimits.PerAmountMinorMax, decimals)));
        }
        else if (rate.PerQuantityThousandths is < 0 or > ProgramLimits.MinimumQuantityThousandthsMax)
        {
            faults.Add(new ProgramFault(
                $"{path}.per_quantity", $"found {ProgramWords.Decimal(rate.PerQuantityThousandths, 3)}",
                "a quantity from 0.001 to 1,000,000"));
        }
    }

    /// <summary>Looks at lists of SKUs and categories.</summary>
    public static void CheckLineWords(
        IReadOnlyList<string> skus, IReadOnlyList<string> categories, string path, List<ProgramFault> faults)
    {
        var expected = $"1 to {ProgramLimits.WordLengthMax} characters, no control characters";
        CheckWords(skus, $"{path}.sku", ProgramWords.IsLineWord, $"a SKU of {expected}", faults);
        CheckWords(categories, $"{path}.category", ProgramWords.IsLineWord, $"a category of {expected}", faults);
    }

    /// <summary>Looks at a list of words.</summary>
    public static void CheckWords(
        IReadOnlyList<string> words, string path, Func<string?, bool> isValid, string expected,
        List<ProgramFault> faults) =>
        CheckEach(words, path, isValid, ProgramWords.Show, expected, faults);

    /// <summary>Looks at a list of values.</summary>
    public static void CheckEach<T>(
        IReadOnlyList<T> values, string path, Func<T, bool> isValid, Func<T, string> show, string expected,
        List<ProgramFault> faults)
    {
        if (!CheckCount(path, values.Count, ProgramLimits.ListCountMax, "values", faults))
            return;
        var seen = new HashSet<T>();
        for (var i = 0; i < values.Count; i++)
        {
            if (!isValid(values[i]))
                faults.Add(new ProgramFault(Item(path, i), show(values[i]), expected));
            else if (!seen.Add(values[i]))
                faults.Add(new ProgramFault(Item(path, i), $"{show(values[i])} a second time", "each value once"));
        }
    }

    /// <summary>Whether a list has no more than so many.</summary>
    public static bool CheckCount(string path, int found, int most, string what, List<ProgramFault> faults)
    {
        if (found <= most)
            return true;
        faults.Add(new ProgramFault(path, $"{ProgramWords.Show(found)} {what}",
            string.Create(CultureInfo.InvariantCulture, $"at most {most}")));
        return false;
    }

    /// <summary>The path of an item of a list.</summary>
    public static string Item(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
