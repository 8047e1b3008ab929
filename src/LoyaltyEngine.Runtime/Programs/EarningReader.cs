using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>The part of <see cref="ProgramFileReader"/> that reads how purchases earn.</summary>
internal sealed class EarningReader(NodeReader reader, int decimals)
{
    private const int MultiplierDecimals = 4;
    private const int QuantityDecimals = 3;
    private const string AmountExpected = "an amount such as 1.00, with no more decimals than the currency has";
    private const string PointsExpected = "a whole number of points";
    private const string MultiplierExpected = "a number such as 2 or 1.5, with at most 4 decimals";
    private const string QuantityExpected = "a quantity such as 1 or 0.5, with at most 3 decimals";

    public EarningDefinition Read(NodeMap program, ConditionReader conditions)
    {
        var nothing = new EarningDefinition { Points = 1, PerAmountMinor = 1 };
        const string expected = "how purchases earn: base, conflicts, rules, exclusions";
        if (program.Required("earning", expected) is not { } node
            || reader.Map(node, "earning", expected, "base", "conflicts", "rules", "exclusions") is not { } earning)
            return nothing;
        var policy = earning.Optional("conflicts") is { } conflicts
            ? reader.Choice(conflicts, "earning.conflicts",
                ("sum", ConflictPolicy.Sum), ("best_for_member", ConflictPolicy.BestForMember),
                ("best_for_merchant", ConflictPolicy.BestForMerchant), ("priority", ConflictPolicy.Priority))
            : null;
        var rate = earning.Optional("base") is { } baseNode
            ? ReadBase(baseNode) ?? nothing
            : new EarningDefinition { Points = 0, PerAmountMinor = 1 };
        return rate with
        {
            Conflicts = policy ?? ConflictPolicy.Sum,
            Rules = ReadRules(earning, conditions),
            Exclusions = ReadExclusions(earning),
        };
    }

    private EarningDefinition? ReadBase(FileNode node)
    {
        if (reader.Map(node, "earning.base", "points and per", "points", "per", "rounding", "scope") is not { } rate)
            return null;
        var points = rate.RequiredNumber("points", PointsExpected);
        var perAmountMinor = rate.Required("per", AmountExpected) is { } per
            ? reader.Scaled(per, rate.PathOf("per"), decimals, AmountExpected)
            : null;
        return new EarningDefinition
        {
            Points = points ?? 1,
            PerAmountMinor = perAmountMinor ?? 1,
            Rounding = ReadRounding(rate),
            Scope = ReadScope(rate),
        };
    }

    private List<RuleDefinition> ReadRules(NodeMap earning, ConditionReader conditions)
    {
        var rules = new List<RuleDefinition>();
        if (earning.OptionalContent("rules") is not { } node)
            return rules;
        foreach (var (item, path) in reader.Items(node, "earning.rules"))
        {
            // A rule that cannot be read keeps its place, or the checker's paths would be off by one.
            var map = reader.Map(
                item, path, "a rule: id, when, multiplier, points or rate, maximum, group, priority",
                "id", "when", "multiplier", "points", "rate", "maximum", "group", "priority");
            rules.Add(map is null ? new RuleDefinition { Id = "" } : ReadRule(map, conditions));
        }
        return rules;
    }

    private RuleDefinition ReadRule(NodeMap rule, ConditionReader conditions)
    {
        var id = rule.RequiredText("id", "the rule's id");
        return new RuleDefinition
        {
            Id = id,
            When = rule.Optional("when") is { } when
                ? conditions.Read(when, rule.PathOf("when"))
                : new RuleCondition(),
            MultiplierBps = rule.Optional("multiplier") is { } multiplier
                ? reader.Scaled(multiplier, rule.PathOf("multiplier"), MultiplierDecimals, MultiplierExpected)
                : null,
            FixedPoints = rule.WholeNumber("points", PointsExpected),
            Rate = rule.Optional("rate") is { } rate ? ReadRate(rate, rule.PathOf("rate")) : null,
            Group = rule.Text("group", "the name of rules that exclude each other"),
            Priority = rule.Int32("priority", "a whole number") ?? 0,
            MaximumPoints = rule.WholeNumber("maximum", PointsExpected) ?? 0,
        };
    }

    private List<LineMatch> ReadExclusions(NodeMap earning)
    {
        var exclusions = new List<LineMatch>();
        if (earning.OptionalContent("exclusions") is not { } node)
            return exclusions;
        foreach (var (item, path) in reader.Items(node, "earning.exclusions"))
        {
            var map = reader.Map(item, path, "an exclusion: sku, category", "sku", "category");
            exclusions.Add(map is null ? new LineMatch() : ReadMatch(map));
        }
        return exclusions;
    }

    private LineMatch ReadMatch(NodeMap match) => new()
    {
        Skus = match.Texts("sku", "one or more SKUs"),
        Categories = match.Texts("category", "one or more categories"),
    };

    private RoundingMode ReadRounding(NodeMap rate) =>
        rate.Optional("rounding") is { } word
            ? reader.Choice(word, rate.PathOf("rounding"),
                ("down", RoundingMode.Down), ("half_up", RoundingMode.HalfUp), ("up", RoundingMode.Up))
                ?? RoundingMode.Down
            : RoundingMode.Down;

    private RateScope ReadScope(NodeMap rate) =>
        rate.Optional("scope") is { } word
            ? reader.Choice(word, rate.PathOf("scope"), ("receipt", RateScope.Receipt), ("line", RateScope.Line))
                ?? RateScope.Receipt
            : RateScope.Receipt;

    private RuleRate? ReadRate(FileNode node, string path)
    {
        const string expected = "points, per or per_quantity, rounding, scope";
        if (reader.Map(node, path, expected, "points", "per", "per_quantity", "rounding", "scope") is not { } rate)
            return null;
        return new RuleRate
        {
            Points = rate.RequiredNumber("points", PointsExpected) ?? 1,
            PerAmountMinor = Scaled(rate, "per", decimals, AmountExpected),
            PerQuantityThousandths = Scaled(rate, "per_quantity", QuantityDecimals, QuantityExpected),
            Rounding = ReadRounding(rate),
            Scope = ReadScope(rate),
        };
    }

    // What cannot be read is told, and goes on as 1; what is left out is 0.
    private long Scaled(NodeMap map, string key, int places, string expected) =>
        map.Optional(key) is { } node ? reader.Scaled(node, map.PathOf(key), places, expected) ?? 1 : 0;
}
