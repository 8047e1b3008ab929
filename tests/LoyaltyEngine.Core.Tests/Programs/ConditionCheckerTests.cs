using LoyaltyEngine.Core.Programs;
using NodaTime;
using static LoyaltyEngine.Core.Tests.Programs.ProgramSamples;

namespace LoyaltyEngine.Core.Tests.Programs;

/// <summary>Faults of groups of stores and of what rules apply to.</summary>
public sealed class ConditionCheckerTests
{
    public static TheoryData<string, RuleCondition, string, string, string> Conditions { get; } = new()
    {
        { "least quantity", new() { MinimumQuantityThousandths = -1 }, "minimum_quantity", "-0.001", "from 0.001" },
        { "least receipt", new() { MinimumReceiptMinor = -1 }, "minimum_receipt", "found -1", "from 0" },
        { "unknown group", new() { StoreGroups = ["big", "no"] }, "store_group[1]", "\"no\"", "store_groups" },
        {
            "store outside", new() { Stores = ["S1"], StoreGroups = ["islands"] }, "store_group",
            "none of the stores", "either store or store_group"
        },
        { "channel", new() { Channels = ["web shop"] }, "channel[0]", "\"web shop\"", "a channel of 1 to 64" },
        { "tender", new() { Tenders = ["gift card"] }, "tender[0]", "\"gift card\"", "a tender of 1 to 64" },
        {
            "no days", new() { FromDate = new(2026, 1, 2), ThroughDate = new(2026, 1, 1) }, "through",
            "before 2026-01-02", "from or a later one"
        },
        { "far day", new() { FromDate = new(2200, 1, 1) }, "from", "found 2200-01-01", "to 2199-12-31" },
        { "no weekday", new() { Weekdays = [IsoDayOfWeek.None] }, "weekday[0]", "found None", "sunday" },
        { "no hours", new() { Hours = [new(60, 60)] }, "hours[0]", "01:00-01:00", "not empty" },
        { "late hours", new() { Hours = [new(0, 1_441)] }, "hours[0]", "00:00-24:01", "to 24:00" },
        { "same hours", new() { Hours = [new(0, 9), new(0, 9)] }, "hours[1]", "a second time", "once" },
        { "no purchase", new() { PurchaseNumbers = [1, 0] }, "purchase[1]", "found 0", "from 1 to 1000000" },
        { "every purchase", new() { EveryPurchase = 1 }, "every_purchase", "found 1", "from 2 to 1000000" },
        { "unknown tier", new() { Tiers = ["gold", "no"] }, "tier[1]", "\"no\"", "the id of a tier under tiers" },
        { "anniversary", new() { AnniversaryDays = 366 }, "anniversary_days", "found 366", "from 0 to 365" },
        { "any of nothing", new() { Any = [new() { Skus = ["A"] }, new()] }, "any[1]", "asks nothing", "always" },
        {
            "least within", new() { Not = [new() { Skus = ["A"], MinimumSpendMinor = 1 }] }, "not[0]",
            "threshold within", "the rule's own when"
        },
        { "word within", new() { Not = [new() { Skus = [""] }] }, "not[0].sku[0]", "found nothing", "a SKU" },
        { "too deep", Deep(5), "any[0].any[0].any[0].any[0].any", "within 5 others", "at most 4" },
        {
            "many within", new() { Any = [.. Enumerable.Repeat(new RuleCondition { Skus = ["A"] }, 65)] }, "any",
            "found 65 conditions", "at most 64"
        },
    };

    public static TheoryData<string, StoreGroupDefinition[], string, string, string> StoreGroups { get; } = new()
    {
        { "group id", [new() { Id = "A", Stores = ["S"] }], "[0].id", "\"A\"", "a-z 0-9" },
        {
            "group twice", [new() { Id = "a", Stores = ["S"] }, new() { Id = "a", Stores = ["T"] }],
            "[1].id", "a second time", "no other group"
        },
        { "empty group", [new() { Id = "a" }], "[0].stores", "found nothing", "store ids" },
        {
            "group zone", [new() { Id = "a", Stores = ["S"], TimeZone = "Europe/Londn" }],
            "[0].time_zone", "Londn", "a time zone"
        },
        {
            "two zones",
            [
                new() { Id = "a", Stores = ["S", "T"], TimeZone = "Asia/Tokyo" },
                new() { Id = "b", Stores = ["T"], TimeZone = "Asia/Seoul" }],
            "[1].time_zone", "for store T", "one time zone for each store"
        },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Check_OneConditionWrong_TellsPathFindingAndExpectation(
        string what, RuleCondition when, string path, string message, string expected) =>
        ShouldFind(
            Valid with { Earning = PointAPound with { Rules = [Fixed("a", 1) with { When = when }] } },
            what, $"earning.rules[0].when.{path}", message, expected);

    [Theory]
    [MemberData(nameof(StoreGroups))]
    public void Check_OneGroupWrong_TellsPathFindingAndExpectation(
        string what, StoreGroupDefinition[] groups, string path, string message, string expected) =>
        ShouldFind(Valid with { StoreGroups = groups }, what, $"store_groups{path}", message, expected);

    [Fact]
    public void Check_DeepestConditions_FindsNothing() => ProgramChecker.Check(
        Valid with { Earning = PointAPound with { Rules = [Fixed("a", 1) with { When = Deep(4) }] } }).ShouldBeEmpty();

    private static void ShouldFind(
        ProgramDefinition program, string what, string path, string message, string expected)
    {
        var faults = ProgramChecker.Check(program);

        faults.Count.ShouldBe(1, what);
        faults[0].Path.ShouldBe(path, what);
        faults[0].Message.ShouldContain(message, Case.Sensitive, what);
        faults[0].Expected.ShouldContain(expected, Case.Sensitive, what);
    }

    private static RuleCondition Deep(int depth) =>
        depth == 0 ? new() { Skus = ["A"] } : new() { Any = [Deep(depth - 1)] };
}
