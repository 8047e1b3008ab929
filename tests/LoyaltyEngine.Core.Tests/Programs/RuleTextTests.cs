using LoyaltyEngine.Core.Programs;
using NodaTime;
using static LoyaltyEngine.Core.Tests.Programs.ProgramSamples;

namespace LoyaltyEngine.Core.Tests.Programs;

public sealed class RuleTextTests
{
    [Theory]
    [InlineData(1, 100, RoundingMode.Down, "1 point for each 1.00 GBP, rounded down")]
    [InlineData(3, 150, RoundingMode.HalfUp, "3 points for each 1.50 GBP, rounded to the nearest, halves up")]
    [InlineData(1_000_000, 1, RoundingMode.Up, "1,000,000 points for each 0.01 GBP, rounded up")]
    [InlineData(0, 100, RoundingMode.Down, "no points by amount")]
    public void RateOf_Base_TellsPointsAmountAndRounding(
        long points, long perMinor, RoundingMode rounding, string text) =>
        RuleText.RateOf(
            With(new EarningDefinition { Points = points, PerAmountMinor = perMinor, Rounding = rounding }),
            AppliedRule.BaseRuleId).ShouldBe(text);

    [Theory]
    [InlineData(20_000, "1 point more for each 1.00 GBP, rounded down: 2 times the base rate")]
    [InlineData(15_000, "0.5 points more for each 1.00 GBP, rounded down: 1.5 times the base rate")]
    [InlineData(10_001, "0.0001 points more for each 1.00 GBP, rounded down: 1.0001 times the base rate")]
    public void RateOf_Multiplier_TellsWhatTheRuleItselfAdds(long bps, string text) =>
        RuleText.RateOf(OneRule(new RuleDefinition { Id = "m", MultiplierBps = bps }), "m").ShouldBe(text);

    [Fact]
    public void RateOf_FixedPoints_AreOnceAReceipt()
    {
        RuleText.RateOf(OneRule(Fixed("a", 1)), "a").ShouldBe("1 point once a receipt");
        RuleText.RateOf(OneRule(Fixed("a", 2_500)), "a").ShouldBe("2,500 points once a receipt");
        RuleText.RateOf(OneRule(Double("a") with { MaximumPoints = 500 }), "a")
            .ShouldEndWith(": 2 times the base rate, at most 500 points a receipt");
    }

    [Fact]
    public void RateOf_RuleOfAnotherVersion_SaysSo() =>
        RuleText.RateOf(Valid, "gone").ShouldBe("unknown to this version of the program");

    [Fact]
    public void ConditionOf_AnyRule_TellsWhatItLooksAt()
    {
        Condition(Fixed("a", 1)).ShouldBe("all lines that no exclusion names");
        Condition(Fixed("a", 1, skus: ["X"])).ShouldBe("lines with SKU X");
        Condition(Fixed("a", 1, categories: ["x", "y"])).ShouldBe("lines of category x or y");
        Condition(Fixed("a", 1, stores: ["S1", "S2"])).ShouldBe("all lines that no exclusion names, in store S1 or S2");
        Condition(Fixed("a", 1, skus: ["X"], categories: ["y"], stores: ["S"]))
            .ShouldBe("lines with SKU X and of category y, in store S");
        Condition(Fixed("a", 1) with { When = new() { Skus = ["X"], MinimumSpendMinor = 5_000 } })
            .ShouldBe("lines with SKU X for at least 50.00 GBP together");
    }

    [Fact]
    public void ConditionOf_ConditionsOfReceipts_TellsThemInOneSentence() =>
        Condition(Fixed("a", 1) with
        {
            When = new()
            {
                Categories = ["cake"],
                StoreGroups = ["big"],
                Channels = ["app"],
                Tenders = ["card"],
                FromDate = new(2026, 1, 8),
                ThroughDate = new(2026, 2, 25),
                Weekdays = [IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday],
                Hours = [new(1_020, 1_170), new(1_320, 120)],
                PurchaseNumbers = [1, 2],
                EveryPurchase = 10,
                AnniversaryDays = 7,
                Tiers = ["silver", "gold"],
                Any = [new() { Skus = ["A"] }, new() { Skus = ["B"], Channels = ["online"] }],
                Not = [new() { Stores = ["S1"] }],
                MinimumQuantityThousandths = 2_500,
                MinimumReceiptMinor = 2_000,
            },
        }).ShouldBe("lines of category cake for a quantity of at least 2.5 and a receipt of at least 20.00 GBP, in a "
            + "store of big, by channel app, paid with card, from 2026-01-08, through 2026-02-25, on Saturday or "
            + "Sunday, at 17:00-19:30 or 22:00-02:00, with the member's purchase 1 or 2, with one of every 10 "
            + "purchases of the member, within 7 days from the member's anniversary on, by members of tier silver or "
            + "gold, where SKU A or (SKU B, by channel online), but not in store S1");

    [Fact]
    public void ConditionOf_LongList_IsCutAndCounted() =>
        Condition(Fixed("a", 1, skus: [.. Enumerable.Range(0, 2_000).Select(i => $"s{i}")])).ShouldBe(
            "lines with SKU s0 or s1 or s2 or s3 or s4 or s5 or s6 or s7 or s8 or s9 or 1,990 more");

    [Fact]
    public void Amount_CurrencyWithOtherDecimals_IsWrittenAsOneDoes()
    {
        RuleText.Amount(Valid, 1_299).ShouldBe("12.99 GBP");
        RuleText.Amount(Valid with { CurrencyCode = "JPY", CurrencyDecimals = 0 }, 1_299).ShouldBe("1299 JPY");
        RuleText.Amount(Valid with { CurrencyCode = "KWD", CurrencyDecimals = 3 }, 5).ShouldBe("0.005 KWD");
    }

    private static string Condition(RuleDefinition rule) => RuleText.ConditionOf(OneRule(rule), rule.Id);

    private static ProgramDefinition OneRule(RuleDefinition rule) => With(PointAPound with { Rules = [rule] });

    private static ProgramDefinition With(EarningDefinition earning) => Valid with { Earning = earning };
}
