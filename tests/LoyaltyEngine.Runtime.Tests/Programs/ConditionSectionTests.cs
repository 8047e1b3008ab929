using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;
using NodaTime;

namespace LoyaltyEngine.Runtime.Tests.Programs;

/// <summary>What rules apply to, and groups of stores, in program files.</summary>
public sealed class ConditionSectionTests
{
    [Fact]
    public void Parse_EveryCondition_IsReadAndWrittenBack()
    {
        var program = Parse(
            "{ store_group: north, channel: [app, online], tender: card, "
            + "from: 2026-01-08, through: 2026-02-25, "
            + "weekday: [saturday, sunday], hours: \"17:00-19:30\", "
            + "any: [{ sku: A }, { category: cake, not: { channel: app } }], not: { weekday: monday }, "
            + "purchase: [1, 3], every_purchase: 2, anniversary_days: 7, "
            + "minimum_quantity: 2.5, minimum_receipt: 20.00 }").Definition.ShouldNotBeNull();

        foreach (var read in (ProgramDefinition[])
            [program, ProgramFile.Parse(ProgramFileWriter.Write(program)).Definition.ShouldNotBeNull()])
        {
            var when = read.Earning.Rules.ShouldHaveSingleItem().When;
            when.StoreGroups.ShouldBe(["north"]);
            when.Channels.ShouldBe(["app", "online"]);
            when.Tenders.ShouldBe(["card"]);
            (when.FromDate, when.ThroughDate).ShouldBe((new LocalDate(2026, 1, 8), new LocalDate(2026, 2, 25)));
            when.Weekdays.ShouldBe([IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday]);
            when.Hours.ShouldBe([new DayHours(1_020, 1_170)]);
            when.PurchaseNumbers.ShouldBe([1, 3]);
            (when.EveryPurchase, when.AnniversaryDays).ShouldBe((2, 7));
            when.Any.Select(one => string.Join(',', one.Skus.Concat(one.Categories))).ShouldBe(["A", "cake"]);
            when.Any[1].Not.ShouldHaveSingleItem().Channels.ShouldBe(["app"]);
            when.Not.ShouldHaveSingleItem().Weekdays.ShouldBe([IsoDayOfWeek.Monday]);
            (when.MinimumQuantityThousandths, when.MinimumReceiptMinor).ShouldBe((2_500, 2_000));
            var group = read.StoreGroups.ShouldHaveSingleItem();
            (group.Id, string.Join(',', group.Stores), group.TimeZone).ShouldBe(("north", "S1,S2", "Asia/Tokyo"));
        }
    }

    [Theory]
    [InlineData("{ weekday: saterday }", "weekday[0]", "saturday")]
    [InlineData("{ hours: 17-19 }", "hours[0]", "17:00-19:30")]
    [InlineData("{ hours: \"17:00-19:60\" }", "hours[0]", "17:00-19:30")]
    [InlineData("{ hours: \"25:00-26:00\" }", "hours[0]", "24:00")]
    [InlineData("{ from: tomorrow }", "from", "2026-01-31")]
    [InlineData("{ store_group: south }", "store_group[0]", "store_groups")]
    [InlineData("{ any: [] }", "any", "one or more conditions")]
    [InlineData("{ weekday: [] }", "weekday", "one or more values")]
    [InlineData("{ any: [{ colour: red }] }", "any[0].colour", "sku, category")]
    [InlineData("{ not: { minimum_spend: 1 } }", "not[0]", "the rule's own when")]
    [InlineData("{ minimum_quantity: 0.0001 }", "minimum_quantity", "at most 3 decimals")]
    [InlineData("{ any: { any: { any: { any: { any: { any: { sku: x } } } } } } }",
        "any[0].any[0].any[0].any[0].any", "at most 4")]
    public void Parse_FaultyCondition_IsToldWithItsPlace(string when, string path, string expected) =>
        Parse(when).Faults.ShouldContain(
            fault => fault.Path == $"earning.rules[0].when.{path}" && fault.Line == 10
                && fault.Expected.Contains(expected, StringComparison.Ordinal),
            string.Join("; ", Parse(when).Faults));

    private static ProgramFileResult Parse(string when) => ProgramFile.Parse($$"""
        program: p
        currency: GBP
        time_zone: Europe/London
        begins: 2020-01-01
        store_groups: [{ id: north, stores: [S1, S2], time_zone: Asia/Tokyo }]
        earning:
          base: { points: 1, per: 1.00 }
          rules:
            - id: a
              when: {{when}}
              points: 7
        """);
}
