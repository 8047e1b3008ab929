using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;
using static LoyaltyEngine.Core.Tests.Programs.ProgramSamples;

namespace LoyaltyEngine.Core.Tests.Programs;

/// <summary>What rules give, and which of several counts that exclude each other.</summary>
public sealed class RuleEffectTests
{
    [Theory]
    [InlineData(RateScope.Receipt, RoundingMode.Down, 9)]
    [InlineData(RateScope.Receipt, RoundingMode.Up, 10)]
    [InlineData(RateScope.Line, RoundingMode.Down, 8)]
    [InlineData(RateScope.Line, RoundingMode.HalfUp, 9)]
    [InlineData(RateScope.Line, RoundingMode.Up, 10)]
    public void Base_Scope_RoundsLinesTogetherOrEach(RateScope scope, RoundingMode rounding, long points) =>
        Compile(PointAPound with { Scope = scope, Rounding = rounding })
            .Evaluate("", Line(499), Line(420), Line(0)).Points.ShouldBe(points);

    [Fact]
    public void Multiplier_OfABaseByLine_IsRoundedByLineToo() =>
        CompileRules(PointAPound with { Scope = RateScope.Line }, Double("twice"))
            .Evaluate("", Line(499), Line(420)).AppliedRules[1].Points.ShouldBe(8);

    [Theory]
    [InlineData(RateScope.Receipt, 4)]
    [InlineData(RateScope.Line, 3)]
    public void Rate_OfAnAmount_IsGivenForMatchingLinesOnly(RateScope scope, long points) =>
        CompileRules(Rated(new() { Points = 1, PerAmountMinor = 200, Scope = scope }, "FUEL"))
            .Evaluate("", Line(350, "FUEL"), Line(999, "SNACK"), Line(450, "FUEL")).AppliedRules[1]
            .ShouldBe(new AppliedRule("rate", points, 800));

    [Theory]
    [InlineData(RateScope.Receipt, 6)]
    [InlineData(RateScope.Line, 5)]
    public void Rate_OfAQuantity_CountsPiecesAndNotMoney(RateScope scope, long points) =>
        CompileRules(Rated(new() { Points = 2, PerQuantityThousandths = 1_000, Scope = scope }, "DRINK")).Evaluate(
                "", Line(0, "DRINK") with { QuantityThousandths = 1_600 },
                Line(300, "DRINK") with { QuantityThousandths = 1_400 }, Line(1, "X"))
            .AppliedRules[1].Points.ShouldBe(points);

    [Fact]
    public void Rate_WithoutABaseRate_IsFine() =>
        Compile(new EarningDefinition
        {
            Points = 0,
            PerAmountMinor = 1,
            Rules = [Rated(new() { Points = 1, PerAmountMinor = 1_000 }, "A")],
        }).Evaluate("", Line(3_100, "A")).Points.ShouldBe(3);

    [Theory]
    [InlineData(ConflictPolicy.Sum, "fifty ten twice")]
    [InlineData(ConflictPolicy.BestForMember, "fifty")]
    [InlineData(ConflictPolicy.BestForMerchant, "twice")]
    [InlineData(ConflictPolicy.Priority, "ten")]
    public void Conflicts_RulesWithoutAGroup_ExcludeEachOtherUnlessSummed(ConflictPolicy policy, string expected) =>
        Applied(policy, Double("twice"), Fixed("fifty", 50), Fixed("ten", 10) with { Priority = 1 }).ShouldBe(expected);

    [Theory]
    [InlineData(ConflictPolicy.Sum, "fifty ten")]
    [InlineData(ConflictPolicy.BestForMember, "fifty ten")]
    [InlineData(ConflictPolicy.BestForMerchant, "five ten")]
    [InlineData(ConflictPolicy.Priority, "five ten")]
    public void Conflicts_OfAGroup_LeaveOneOfIt(ConflictPolicy policy, string expected) =>
        Applied(
            policy, Fixed("fifty", 50) with { Group = "a" }, Fixed("five", 5) with { Group = "a", Priority = 3 },
            Fixed("ten", 10)).ShouldBe(expected);

    [Fact]
    public void Conflicts_RulesThatDoNotApply_ExcludeNone() =>
        Applied(
            ConflictPolicy.Priority, Fixed("never", 50, ["NO"]) with { Priority = 9 },
            Fixed("small", 5) with { When = new() { MinimumSpendMinor = 5_000 }, Priority = 8 },
            Fixed("here", 10)).ShouldBe("here");

    [Fact]
    public void Conflicts_WhereAllIsEqual_TheFirstIdCounts() =>
        Applied(ConflictPolicy.BestForMember, Fixed("b", 5), Fixed("a", 5), Fixed("c", 5)).ShouldBe("a");

    [Fact]
    public void Conflicts_OfMoreGroupsThanFitTheStack_AreSettledAlike()
    {
        var rules = Enumerable.Range(0, 500).SelectMany(i => (RuleDefinition[])
            [Fixed($"low-{i}", 1) with { Group = $"g{i}" }, Fixed($"high-{i}", 2) with { Group = $"g{i}" }]);

        CompileRules([.. rules]).Evaluate("", Line(1)).AppliedRules.Skip(1).ShouldAllBe(rule => rule.Points == 2);
    }

    [Fact]
    public void Texts_OfRates_TellThem()
    {
        Text(new() { Points = 1, PerAmountMinor = 200, Rounding = RoundingMode.HalfUp })
            .ShouldBe("1 point for each 2.00 GBP, rounded to the nearest, halves up");
        Text(new() { Points = 3, PerQuantityThousandths = 500, Scope = RateScope.Line })
            .ShouldBe("3 points for each 0.5 of quantity, rounded down on each line");

        static string Text(RuleRate rate) => RuleText.RateOf(
            Valid with { Earning = PointAPound with { Rules = [Rated(rate, "A")] } }, "rate");
    }

    [Fact]
    public void Explain_EachReason_SaysWhatIsAskedFor()
    {
        Skipped(new() { Stores = ["S1", "S2"] }).ShouldBe("Store: in store S1 or S2");
        Skipped(new() { Skus = ["B"], Categories = ["cake"] }).ShouldBe("Lines: SKU B of category cake");
        Skipped(new() { MinimumSpendMinor = 5_000 }).ShouldBe("MinimumSpend: at least 50.00 GBP, found 3.00 GBP");
        Skipped(new() { MinimumQuantityThousandths = 2_500 }).ShouldBe("MinimumQuantity: at least 2.5, found 1");
        Skipped(new() { Not = [new() { Skus = ["A"] }] }).ShouldBe("NoneOf: but not SKU A");
        Skipped(new() { Categories = ["x"], Stores = ["S1"] }, "S1").ShouldBe("Lines: category x");
    }

    [Fact]
    public void Explain_ARuleThatAnotherExcludes_NamesTheOther()
    {
        var program = CompileRules(
            Fixed("low", 1) with { Group = "g" }, Fixed("high", 2) with { Group = "g" }, Fixed("other", 1));

        program.Explain(new Basket("GBP", [Line(300)]), TillContext.Empty, Members.Requests.Noon)
            .ShouldBe([new SkippedRule("low", RuleSkipReason.Conflict, "rule high counts in its place")]);
    }

    private static string Skipped(RuleCondition condition, string store = "")
    {
        var program = CompileRules(new RuleDefinition { Id = "rule", FixedPoints = 1, When = condition });
        var (basket, till) = (new Basket("GBP", [Line(300, "A")]), TillContext.Empty with { StoreId = store });
        var skipped = program.Explain(basket, till, Members.Requests.Noon).ShouldHaveSingleItem();
        return $"{skipped.Reason}: {skipped.Detail}";
    }

    private static string Applied(ConflictPolicy policy, params RuleDefinition[] rules) => string.Join(
        ' ',
        CompileRules(PointAPound with { Conflicts = policy }, rules).Evaluate("", Line(300)).AppliedRules.Skip(1)
            .Select(rule => rule.RuleId).Order(StringComparer.Ordinal));

    private static LoyaltyProgram CompileRules(EarningDefinition earning, params RuleDefinition[] rules) =>
        Compile(earning with { Rules = rules });

    private static LoyaltyProgram CompileRules(params RuleDefinition[] rules) => CompileRules(PointAPound, rules);

    private static RuleDefinition Rated(RuleRate rate, string sku) =>
        new() { Id = "rate", Rate = rate, When = new RuleCondition { Skus = [sku] } };
}
