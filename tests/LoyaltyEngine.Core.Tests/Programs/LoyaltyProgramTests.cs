using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;
using NodaTime;
using static LoyaltyEngine.Core.Tests.Programs.ProgramSamples;

namespace LoyaltyEngine.Core.Tests.Programs;

public sealed class LoyaltyProgramTests
{
    [Theory]
    [InlineData(RoundingMode.Down, 0, 0)]
    [InlineData(RoundingMode.Down, 199, 1)]
    [InlineData(RoundingMode.HalfUp, 149, 1)]
    [InlineData(RoundingMode.HalfUp, 150, 2)]
    [InlineData(RoundingMode.HalfUp, 151, 2)]
    [InlineData(RoundingMode.Up, 0, 0)]
    [InlineData(RoundingMode.Up, 100, 1)]
    [InlineData(RoundingMode.Up, 101, 2)]
    public void Evaluate_FractionOfAPoint_IsRoundedByTheMode(RoundingMode rounding, long amountMinor, long points)
    {
        var evaluation = Compile(PointAPound with { Rounding = rounding }).Evaluate("", Line(amountMinor));

        evaluation.Points.ShouldBe(points);
    }

    [Fact]
    public void Evaluate_PenniesOverSeveralLines_AreRoundedOnceAReceipt() =>
        Compile(PointAPound).Evaluate("", Line(60), Line(60), Line(80)).Points.ShouldBe(2);

    [Fact]
    public void Evaluate_ReceiptBelowOnePoint_ListsTheBaseRateWithZero()
    {
        var evaluation = Compile(PointAPound).Evaluate("S1", Line(99));

        evaluation.ShouldSatisfyAllConditions(
            () => evaluation.Points.ShouldBe(0),
            () => evaluation.AppliedRules.ShouldBe([new AppliedRule("base", 0, 99)]),
            () => evaluation.Overflowed.ShouldBeFalse());
    }

    [Fact]
    public void Evaluate_NoBaseRate_GivesOnlyWhatRulesGive()
    {
        var program = Compile(PointAPound with { Points = 0, PerAmountMinor = 0, Rules = [Fixed("visit", 5)] });

        program.Evaluate("", Line(10_000)).AppliedRules.ShouldBe(
            [new AppliedRule("base", 0, 10_000), new AppliedRule("visit", 5, 10_000)]);
    }

    [Fact]
    public void Evaluate_Multiplier_AddsTheBaseRateOverTheSumOfItsLines()
    {
        var program = CompileRules(Double("bakery", categories: ["bakery"]));

        var evaluation = program.Evaluate("", Line(150, "A", "bakery"), Line(170, "B", "bakery"), Line(500));

        evaluation.Points.ShouldBe(8 + 3);
        evaluation.AppliedRules.ShouldBe([new AppliedRule("base", 8, 820), new AppliedRule("bakery", 3, 320)]);
    }

    [Theory]
    [InlineData(10_000, 1_000, RoundingMode.Down, 0)]
    [InlineData(15_000, 1_000, RoundingMode.Down, 5)]
    [InlineData(12_500, 1_000, RoundingMode.Down, 2)]
    [InlineData(12_500, 1_000, RoundingMode.HalfUp, 3)]
    [InlineData(12_500, 1_000, RoundingMode.Up, 3)]
    [InlineData(10_001, 1_000, RoundingMode.Up, 1)]
    [InlineData(1_000_000, 1_000, RoundingMode.Down, 990)]
    public void Evaluate_Multiplier_RoundsWhatItAddsAsTheBaseIs(
        long multiplierBps, long amountMinor, RoundingMode rounding, long added)
    {
        var rule = new RuleDefinition { Id = "more", MultiplierBps = multiplierBps };
        var program = Compile(PointAPound with { Rounding = rounding, Rules = [rule] });

        program.Evaluate("", Line(amountMinor)).AppliedRules[1].Points.ShouldBe(added);
    }

    [Fact]
    public void Evaluate_FixedPoints_AreGivenOnceAReceipt()
    {
        var program = CompileRules(Fixed("jam", 50, skus: ["JAM-1"]));

        program.Evaluate("", Line(300, "JAM-1"), Line(300, "JAM-1"), Line(1, "JAM-2")).AppliedRules[1]
            .ShouldBe(new AppliedRule("jam", 50, 600));
    }

    [Theory]
    [InlineData(2_499, null)]
    [InlineData(2_500, 50L)]
    public void Evaluate_LeastSpend_IsOfTheMatchingLinesTogether(long amountMinor, long? points)
    {
        var program = CompileRules(Fixed("jam", 50) with
        {
            When = new RuleCondition { Skus = ["JAM-1"], MinimumSpendMinor = 5_000 },
        });

        var rules = program
            .Evaluate("", Line(2_500, "JAM-1"), Line(amountMinor, "JAM-1"), Line(9_000, "X")).AppliedRules;

        rules.Skip(1).Select(rule => (long?)rule.Points).FirstOrDefault().ShouldBe(points);
    }

    [Theory]
    [InlineData(900, 9)]
    [InlineData(1_000, 10)]
    [InlineData(99_000, 10)]
    public void Evaluate_MostPoints_CutWhatTheRuleGivesAReceipt(long amountMinor, long points) =>
        CompileRules(Double("twice") with { MaximumPoints = 10 }).Evaluate("", Line(amountMinor)).AppliedRules[1].Points
            .ShouldBe(points);

    [Fact]
    public void Evaluate_FixedPointsOnALineThatCostsNothing_AreGiven() =>
        CompileRules(Fixed("gift", 50, skus: ["GIFT"])).Evaluate("", Line(0, "GIFT")).Points.ShouldBe(50);

    [Fact]
    public void Evaluate_OverlappingRules_AllAddInTheProgramsOrder()
    {
        var program = CompileRules(
            Fixed("everyone", 1),
            Double("store", stores: ["S1"]),
            Double("bakery", categories: ["bakery", "cake"]),
            Fixed("never", 7, skus: ["OTHER"]),
            Fixed("bun", 10, skus: ["BUN"]));

        var evaluation = program.Evaluate("S1", Line(1_000, "BUN", "bakery", "cake"), Line(500));

        evaluation.AppliedRules.ShouldBe(
        [
            new AppliedRule("base", 15, 1_500),
            new AppliedRule("everyone", 1, 1_500),
            new AppliedRule("store", 15, 1_500),
            new AppliedRule("bakery", 10, 1_000),
            new AppliedRule("bun", 10, 1_000),
        ]);
        evaluation.Points.ShouldBe(51);
    }

    [Theory]
    [InlineData("A", "bakery", "S1", true)]
    [InlineData("A", "bakery", "S2", false)]
    [InlineData("A", "bakery", "", false)]
    [InlineData("A", "fish", "S1", false)]
    [InlineData("B", "bakery", "S1", false)]
    [InlineData("a", "bakery", "S1", false)]
    public void Evaluate_SeveralConditions_AllMustHold(string sku, string category, string store, bool matches)
    {
        var program = CompileRules(Fixed("rule", 1, ["A"], ["bakery"], ["S1"]));

        program.Evaluate(store, Line(1, sku, category)).AppliedRules.Length.ShouldBe(matches ? 2 : 1);
    }

    [Fact]
    public void Evaluate_ConditionsMetByDifferentLines_DoNotMatch() =>
        CompileRules(Fixed("rule", 1, ["A"], ["bakery"])).Evaluate("", Line(1, "A", "fish"), Line(1, "B", "bakery"))
            .AppliedRules.Length.ShouldBe(1);

    [Fact]
    public void Evaluate_CategoryNamedTwiceOnALine_CountsTheLineOnce() =>
        CompileRules(Double("bakery", categories: ["bakery"])).Evaluate("", Line(200, "A", "bakery", "bakery"))
            .AppliedRules[1].ShouldBe(new AppliedRule("bakery", 2, 200));

    [Fact]
    public void Evaluate_ExcludedLines_NeitherEarnNorMatch()
    {
        var program = Compile(PointAPound with
        {
            Rules = [Fixed("everyone", 5), Fixed("smoke", 5, categories: ["tobacco"])],
            Exclusions =
            [
                new LineMatch { Categories = ["tobacco", "gift-card"] },
                new LineMatch { Skus = ["BAG"] },
                new LineMatch { Skus = ["WINE"], Categories = ["offer", "sale"] },
            ],
        });

        program.Evaluate("", Line(100), Line(200, "CIGAR", "shop", "tobacco"), Line(400, "BAG"),
                Line(800, "WINE", "sale"), Line(1_600, "WINE", "red"), Line(3_200, "BEER", "offer"))
            .AppliedRules.ShouldBe([new AppliedRule("base", 49, 4_900), new AppliedRule("everyone", 5, 4_900)]);
    }

    [Fact]
    public void Evaluate_OnlyExcludedLines_MatchNoRule()
    {
        var program = Compile(PointAPound with
        {
            Rules = [Fixed("everyone", 5), Fixed("store", 5, stores: ["S1"])],
            Exclusions = [new LineMatch { Categories = ["tobacco"] }],
        });

        var evaluation = program.Evaluate("S1", Line(200, "CIGAR", "tobacco"));

        evaluation.AppliedRules.ShouldBe([new AppliedRule("base", 0, 0)]);
        evaluation.EligibleAmountMinor.ShouldBe(0);
    }

    [Fact]
    public void Evaluate_LargestBasketAtTheLargestRate_IsToldAsOverflow()
    {
        var program = Compile(PointAPound with { Points = ProgramLimits.BasePointsMax, PerAmountMinor = 1,
            Rules = [new RuleDefinition { Id = "most", MultiplierBps = ProgramLimits.MultiplierBpsMax }] });
        var lines = Enumerable.Repeat(Line(Basket.AmountMinorMax), Basket.LineCountMax).ToArray();

        program.Evaluate("", lines).Overflowed.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1_000_000_000_000, false)]
    [InlineData(1_000_000_000_001, true)]
    public void Evaluate_AroundTheMostPoints_OverflowsBeyondThemOnly(long points, bool overflows)
    {
        var program = Compile(PointAPound with { PerAmountMinor = 1 });

        var evaluation = program.Evaluate("", Line(points - 1), Line(1));

        evaluation.Overflowed.ShouldBe(overflows);
        if (!overflows)
            evaluation.Points.ShouldBe(points);
    }

    [Fact]
    public void Evaluate_BasketBeyondItsLimits_IsToldAsOverflow()
    {
        var program = Compile(PointAPound);

        program.Evaluate("", Line(-1)).Overflowed.ShouldBeTrue();
        program.Evaluate("", Line(Basket.AmountMinorMax + 1)).Overflowed.ShouldBeTrue();
        program.Evaluate("", Enumerable.Repeat(Line(1), Basket.LineCountMax + 1).ToArray()).Overflowed.ShouldBeTrue();
    }

    [Fact]
    public void Evaluate_MostRulesOfAProgram_AllCount()
    {
        var rules = Enumerable.Range(0, ProgramLimits.RuleCountMax).Select(i => Fixed($"r{i}", 1, skus: ["A"]));

        var evaluation = CompileRules([.. rules]).Evaluate("", Line(1, "A"), Line(1, "A"));

        evaluation.Points.ShouldBe(ProgramLimits.RuleCountMax);
        evaluation.AppliedRules.Select(rule => rule.RuleId).Skip(1)
            .ShouldBe(Enumerable.Range(0, ProgramLimits.RuleCountMax).Select(i => $"r{i}"));
    }

    [Theory]
    [InlineData("GBP", 2, 100, 150, 150L)]
    [InlineData("GBP", 2, 200, 151, 75L)]
    [InlineData("GBP", 2, 100, 0, 0L)]
    [InlineData("JPY", 0, 100, 199, 1L)]
    [InlineData("KWD", 3, 1, 1_000_000_000_000, 1_000_000_000_000_000)]
    [InlineData("GBP", 2, 100, -1, null)]
    [InlineData("GBP", 2, 1, long.MaxValue, null)]
    [InlineData("GBP", 2, 100, long.MaxValue, long.MaxValue)]
    public void BurnValueMinor_Points_AreWorthWhatTheRateSays(
        string currency, int decimals, long pointsPerUnit, long points, long? valueMinor)
    {
        var program = Compile(Valid with
        {
            CurrencyCode = currency,
            CurrencyDecimals = decimals,
            Burning = new BurningDefinition { PointsPerCurrencyUnit = pointsPerUnit },
        });

        program.BurnValueMinor(points).ShouldBe(valueMinor);
    }

    [Fact]
    public void BurnValueMinor_ProgramWithoutBurning_IsNull() =>
        Compile(Valid with { Burning = null }).BurnValueMinor(100).ShouldBeNull();

    [Theory]
    [InlineData("GBP", true)]
    [InlineData("EUR", false)]
    [InlineData("gbp", false)]
    public void AcceptsCurrency_Code_IsTheProgramsOwn(string code, bool accepted) =>
        Compile(Valid).AcceptsCurrency(code).ShouldBe(accepted);

    [Fact]
    public void BeginTime_IsTheStartOfTheFirstDayInTheProgramsZone() =>
        Compile(Valid with { BeginDate = new LocalDate(2010, 7, 1) }).BeginTime
            .ShouldBe(Instant.FromUtc(2010, 6, 30, 23, 0));

    [Fact]
    public void Compile_DefinitionWithFaults_NamesTheFirst() =>
        Should.Throw<ArgumentException>(() => Compile(Valid with { CurrencyCode = "POUND" }))
            .Message.ShouldContain("currency: found \"POUND\"");

    [Fact]
    public void Compile_VersionZero_IsRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => LoyaltyProgram.Compile(Valid, 0, default));
}
