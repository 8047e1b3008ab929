using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;
using NodaTime;
using NodaTime.Text;
using static LoyaltyEngine.Core.Tests.Programs.ProgramSamples;

namespace LoyaltyEngine.Core.Tests.Programs;

/// <summary>What each condition of a rule lets through.</summary>
public sealed class ConditionTests
{
    private static readonly IsoDayOfWeek[] s_weekend = [IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday];

    [Theory]
    // London is an hour ahead of UTC in summer.
    [InlineData("2026-05-29T22:59:59Z", false)]
    [InlineData("2026-05-29T23:00:00Z", true)]
    [InlineData("2026-05-31T22:59:59Z", true)]
    [InlineData("2026-05-31T23:00:00Z", false)]
    [InlineData("2026-01-03T00:00:00Z", true)]
    [InlineData("1969-12-28T12:00:00Z", true)]
    [InlineData("1969-12-29T12:00:00Z", false)]
    public void Weekday_IsTheLocalOne(string time, bool holds) =>
        Holds(new RuleCondition { Weekdays = s_weekend }, time).ShouldBe(holds);

    [Theory]
    [InlineData("2026-05-28T22:59:59.999999999Z", false)]
    [InlineData("2026-05-28T23:00:00Z", true)]
    [InlineData("2026-06-01T22:59:59.999999999Z", true)]
    [InlineData("2026-06-01T23:00:00Z", false)]
    public void Dates_AreLocalAndTheLastCounts(string time, bool holds) =>
        Holds(new RuleCondition { FromDate = new(2026, 5, 29), ThroughDate = new(2026, 6, 1) }, time).ShouldBe(holds);

    [Theory]
    [InlineData("17:00-19:30", "2026-05-28T15:59:59Z", false)]
    [InlineData("17:00-19:30", "2026-05-28T16:00:00Z", true)]
    [InlineData("17:00-19:30", "2026-05-28T18:29:59Z", true)]
    [InlineData("17:00-19:30", "2026-05-28T18:30:00Z", false)]
    [InlineData("17:00-19:30", "2026-01-28T17:00:00Z", true)]
    [InlineData("22:00-02:00", "2026-01-28T21:59:00Z", false)]
    [InlineData("22:00-02:00", "2026-01-28T22:00:00Z", true)]
    [InlineData("22:00-02:00", "2026-01-29T01:59:59Z", true)]
    [InlineData("22:00-02:00", "2026-01-29T02:00:00Z", false)]
    [InlineData("23:00-24:00", "2026-01-28T23:59:59Z", true)]
    [InlineData("23:00-24:00", "2026-01-29T00:00:00Z", false)]
    public void Hours_AreLocalAndMayGoPastMidnight(string hours, string time, bool holds) =>
        Holds(new RuleCondition { Hours = [Hours(hours)] }, time).ShouldBe(holds);

    [Theory]
    // At 23:30 UTC it is Friday on the Azores and Saturday in London.
    [InlineData("S1", true)]
    [InlineData("S3", false)]
    [InlineData("", true)]
    public void Time_IsThatOfTheStore(string store, bool holds) =>
        Holds(new RuleCondition { Weekdays = s_weekend }, "2026-05-29T23:30:00Z", store).ShouldBe(holds);

    [Theory]
    [InlineData("S1", true, true)]
    [InlineData("S2", true, false)]
    [InlineData("S3", false, true)]
    [InlineData("", false, false)]
    public void StoreGroup_StandsForItsStores(string store, bool isMainland, bool isBig)
    {
        Holds(new RuleCondition { StoreGroups = ["mainland"] }, store: store).ShouldBe(isMainland);
        Holds(new RuleCondition { StoreGroups = ["big"] }, store: store).ShouldBe(isBig);
        Holds(new RuleCondition { StoreGroups = ["big", "mainland"] }, store: store).ShouldBe(isBig || isMainland);
        Holds(new RuleCondition { StoreGroups = ["big"], Stores = ["S3", "S9"] }, store: store).ShouldBe(store == "S3");
    }

    [Theory]
    [InlineData("app", true)]
    [InlineData("online", true)]
    [InlineData("App", false)]
    [InlineData("", false)]
    public void Channel_IsToTheLetter(string channel, bool holds) =>
        Holds(new RuleCondition { Channels = ["online", "app"] }, channel: channel).ShouldBe(holds);

    [Theory]
    [InlineData("cash", false)]
    [InlineData("cash card", true)]
    [InlineData("Card", false)]
    [InlineData("", false)]
    public void Tender_IsAnyOfThePayments(string paidWith, bool holds)
    {
        var tenders = paidWith.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var basket = new Basket("GBP", [Line(100)]) { Payments = [.. tenders.Select(one => new Payment(one, 5))] };

        (CompileRules(Rule(new RuleCondition { Tenders = ["card", "app"] }))
            .Evaluate(basket, TillContext.Empty, Members.Requests.Noon).AppliedRules.Length == 2).ShouldBe(holds);
    }

    [Fact]
    public void AnyOf_LinesOrReceipts_CountsTheLinesForWhichOneHolds()
    {
        var program = CompileRules(Rule(new RuleCondition
        {
            Any = [new RuleCondition { Skus = ["A"] }, new RuleCondition { Categories = ["cake"], Channels = ["app"] }],
        }));

        Matched(program, channel: "").ShouldBe(100);
        Matched(program, channel: "app").ShouldBe(300);
    }

    [Fact]
    public void NoneOf_LinesOrReceipts_CountsTheOtherLines()
    {
        var program = CompileRules(Rule(new RuleCondition
        {
            Not = [new RuleCondition { Skus = ["A"] }, new RuleCondition { Channels = ["app"] }],
        }));

        Matched(program, channel: "").ShouldBe(600);
        Matched(program, channel: "app").ShouldBeNull();
    }

    [Fact]
    public void Conditions_WithinConditions_HoldAsTheyAreWritten()
    {
        var program = CompileRules(Rule(new RuleCondition
        {
            Stores = ["S1"],
            Any = [new() { Not = [new() { Any = [new() { Skus = ["A"] }, new() { Skus = ["B"] }] }] }],
        }));

        Matched(program, store: "S1").ShouldBe(400);
        Matched(program, store: "S2").ShouldBeNull();
    }

    [Theory]
    [InlineData(3_000, true)]
    [InlineData(3_001, false)]
    public void LeastQuantity_IsOfTheMatchingLinesTogether(long least, bool holds)
    {
        var rule = Rule(new RuleCondition { Skus = ["A"], MinimumQuantityThousandths = least });
        var lines = (BasketLine[])
            [Line(100, "A") with { QuantityThousandths = 1_250 }, Line(100, "A") with { QuantityThousandths = 1_750 },
                Line(1, "B")];

        (CompileRules(rule).Evaluate("", lines).AppliedRules.Length == 2).ShouldBe(holds);
    }

    [Theory]
    [InlineData(600, true)]
    [InlineData(601, false)]
    public void LeastReceipt_IsOfAllLinesThatCanEarn(long least, bool holds)
    {
        var rule = Rule(new RuleCondition { Skus = ["A"], MinimumReceiptMinor = least });
        var program = Compile(PointAPound with
        {
            Rules = [rule],
            Exclusions = [new LineMatch { Categories = ["tobacco"] }],
        });

        (program.Evaluate("", Line(100, "A"), Line(500, "B"), Line(900, "C", "tobacco")).AppliedRules.Length == 2)
            .ShouldBe(holds);
    }

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1, true, false)]
    [InlineData(2, false, false)]
    [InlineData(5, true, true)]
    [InlineData(10, false, true)]
    public void Purchase_IsCountedByTheMember(int number, bool isNamed, bool isFifth)
    {
        var member = new PurchaserFacts(number, Members.Requests.Noon);
        Of(new RuleCondition { PurchaseNumbers = [5, 1] }, member).ShouldBe(isNamed);
        Of(new RuleCondition { EveryPurchase = 5 }, member).ShouldBe(isFifth);
    }

    [Theory]
    [InlineData("2025-05-28T11:00:00Z", 1, true)]
    [InlineData("2025-05-27T11:00:00Z", 1, false)]
    [InlineData("2025-05-27T11:00:00Z", 2, true)]
    [InlineData("2025-05-29T11:00:00Z", 1, false)]
    // A year later it is the first; before, there was none.
    [InlineData("2026-05-28T10:00:00Z", 365, false)]
    [InlineData("2025-06-20T10:00:00Z", 365, false)]
    [InlineData("2012-05-20T10:00:00Z", 9, true)]
    [InlineData("2012-05-20T10:00:00Z", 8, false)]
    // Enrolled at a quarter to midnight UTC, which is the next day in London.
    [InlineData("2024-05-27T23:45:00Z", 1, true)]
    public void Anniversary_IsThatOfTheEnrolment(string enrolled, int days, bool holds) =>
        Of(new RuleCondition { AnniversaryDays = days }, new PurchaserFacts(3, Time(enrolled))).ShouldBe(holds);

    [Fact]
    public void Anniversary_OfALeapDay_IsTheDayBeforeWhereThereIsNone()
    {
        var member = new PurchaserFacts(3, Time("2024-02-29T12:00:00Z"));
        var condition = new RuleCondition { AnniversaryDays = 1 };

        Of(condition, member, "2025-02-28T12:00:00Z").ShouldBeTrue();
        Of(condition, member, "2025-03-01T12:00:00Z").ShouldBeFalse();
        Of(condition, member, "2028-02-29T12:00:00Z").ShouldBeTrue();
        Of(condition, member, "2028-02-28T12:00:00Z").ShouldBeFalse();
    }

    private static bool Of(
        RuleCondition condition, PurchaserFacts member, string time = "2026-05-28T11:00:00Z") =>
        CompileRules(Rule(condition)).Evaluate(new Basket("GBP", [Line(100)]), TillContext.Empty, Time(time), member)
            .AppliedRules.Length == 2;

    private static LedgerTime Time(string time) =>
        LedgerTime.FromInstant(InstantPattern.ExtendedIso.Parse(time).Value);

    private static long? Matched(LoyaltyProgram program, string channel = "", string store = "") => program.Evaluate(
            new Basket("GBP", [Line(100, "A"), Line(200, "B", "cake"), Line(400, "C")]),
            TillContext.Empty with { StoreId = store, Channel = channel },
            Members.Requests.Noon)
        .AppliedRules.Skip(1).Select(rule => (long?)rule.MatchedAmountMinor).FirstOrDefault();

    private static bool Holds(
        RuleCondition condition, string time = "2026-05-28T11:00:00Z", string store = "", string channel = "") =>
        CompileRules(Rule(condition)).Evaluate(
            new Basket("GBP", [Line(100)]),
            TillContext.Empty with { StoreId = store, Channel = channel },
            Time(time)).AppliedRules.Length == 2;

    private static RuleDefinition Rule(RuleCondition condition) =>
        new() { Id = "rule", FixedPoints = 1, When = condition };

    private static DayHours Hours(string text)
    {
        var minutes = text.Split('-', ':').Select(int.Parse).ToArray();
        return new DayHours((minutes[0] * 60) + minutes[1], (minutes[2] * 60) + minutes[3]);
    }
}
