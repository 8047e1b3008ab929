using LoyaltyEngine.Core.Programs;
using NodaTime;
using static LoyaltyEngine.Core.Tests.Programs.ProgramSamples;

namespace LoyaltyEngine.Core.Tests.Programs;

public sealed class ProgramCheckerTests
{
    public static TheoryData<string, ProgramDefinition, string, string, string> Faults { get; } = new()
    {
        { "no id", Valid with { Id = "" }, "program", "found nothing", "1 to 32 of a-z 0-9 -" },
        { "null id", Valid with { Id = null! }, "program", "found nothing", "1 to 32" },
        { "capital id", Valid with { Id = "Sample" }, "program", "found \"Sample\"", "1 to 32 of a-z 0-9 -" },
        { "long id", Valid with { Id = new string('a', 33) }, "program", "found \"aaa", "1 to 32" },
        { "long name", Valid with { DisplayName = new string('a', 201) }, "name", "(201 characters)", "at most 200" },
        { "name in lines", Valid with { DisplayName = "a\nb" }, "name", "found \"a?b\"", "one line" },
        { "currency", Valid with { CurrencyCode = "GPB" }, "currency", "did you mean GBP?", "ISO 4217" },
        { "decimals", Valid with { CurrencyCode = "JPY" }, "currency", "found 2 decimals for JPY", "0 decimals" },
        { "zone", Valid with { TimeZone = "Europe/Londn" }, "time_zone", "did you mean Europe/London?", "tz database" },
        { "begin", Valid with { BeginDate = new LocalDate(1969, 12, 31) }, "begins", "1969-12-31", "from 1970-01-01" },
        { "late", Valid with { BeginDate = new LocalDate(2200, 1, 1) }, "begins", "2200-01-01", "to 2199-12-31" },
        { "points", With(PointAPound with { Points = -1 }), "earning.base.points", "found -1", "from 0 to 1000000" },
        { "many", With(PointAPound with { Points = 1_000_001 }), "earning.base.points", "1000001", "to 1000000" },
        { "per", With(PointAPound with { PerAmountMinor = 0 }), "earning.base.per", "found 0.00", "from 0.01 to" },
        { "rounding", With(PointAPound with { Rounding = (RoundingMode)9 }), "earning.base.rounding", "9", "half_up" },
        { "rule id", Rules(Fixed("A b", 1)), "earning.rules[0].id", "found \"A b\"", "1 to 64 of a-z 0-9 -" },
        { "base id", Rules(Fixed("base", 1)), "earning.rules[0].id", "found \"base\"", "another id" },
        {
            "same id", Rules(Fixed("a", 1), Fixed("b", 1), Fixed("a", 1)), "earning.rules[2].id",
            "which earning.rules[0] has", "no other rule"
        },
        {
            "both", Rules(Fixed("a", 1) with { MultiplierBps = 20_000 }), "earning.rules[0]",
            "found multiplier and points", "multiplier, points or rate"
        },
        { "neither", Rules(new RuleDefinition { Id = "a" }), "earning.rules[0]", "found none of", "one effect" },
        {
            "points and rate", Rules(Fixed("a", 1) with { Rate = new() { Points = 1, PerAmountMinor = 100 } }),
            "earning.rules[0]", "found points and rate", "points or rate"
        },
        { "rate of nothing", Rated(new() { Points = 1 }), "earning.rules[0].rate", "found neither per", "one of" },
        {
            "rate of both", Rated(new() { Points = 1, PerAmountMinor = 1, PerQuantityThousandths = 1 }),
            "earning.rules[0].rate", "found both per", "one of"
        },
        {
            "rate points", Rated(new() { PerAmountMinor = 1, Points = 0 }), "earning.rules[0].rate.points", "found 0",
            "from 1"
        },
        {
            "rate amount", Rated(new() { Points = 1, PerAmountMinor = -1 }), "earning.rules[0].rate.per", "-0.01",
            "from 0.01"
        },
        {
            "rate quantity", Rated(new() { Points = 1, PerQuantityThousandths = -1 }),
            "earning.rules[0].rate.per_quantity", "-0.001", "from 0.001"
        },
        { "group", Rules(Fixed("a", 1) with { Group = "A" }), "earning.rules[0].group", "\"A\"", "a-z 0-9" },
        { "priority", Rules(Fixed("a", 1) with { Priority = -1 }), "earning.rules[0].priority", "-1", "from 0" },
        { "scope", With(PointAPound with { Scope = (RateScope)9 }), "earning.base.scope", "9", "receipt or line" },
        { "conflicts", With(PointAPound with { Conflicts = (ConflictPolicy)9 }), "earning.conflicts", "9", "sum" },
        { "none", Rules(Fixed("a", 0)), "earning.rules[0].points", "found 0", "from 1 to 1000000000" },
        { "most", Rules(Fixed("a", 1_000_000_001)), "earning.rules[0].points", "1000000001", "to 1000000000" },
        { "half", Rules(Multiplied(9_999)), "earning.rules[0].multiplier", "found 0.9999", "from 1 to 100" },
        { "minus", Rules(Multiplied(-5_000)), "earning.rules[0].multiplier", "found -0.5000", "from 1 to 100" },
        { "huge", Rules(Multiplied(1_000_001)), "earning.rules[0].multiplier", "found 100.0001", "from 1 to 100" },
        {
            "no base", With(PointAPound with { Points = 0, Rules = [Multiplied(20_000)] }),
            "earning.rules[0].multiplier", "no base rate", "points instead"
        },
        { "sku", Rules(Fixed("a", 1, skus: ["x", ""])), "earning.rules[0].when.sku[1]", "found nothing", "a SKU of 1" },
        { "null sku", Rules(Fixed("a", 1, skus: [null!])), "earning.rules[0].when.sku[0]", "found nothing", "a SKU" },
        { "tab", Rules(Fixed("a", 1, skus: ["x\ty"])), "earning.rules[0].when.sku[0]", "\"x?y\"", "no control" },
        {
            "category", Rules(Fixed("a", 1, categories: [new string('c', 65)])), "earning.rules[0].when.category[0]",
            "(65 characters)", "1 to 64 characters"
        },
        {
            "twice", Rules(Fixed("a", 1, categories: ["x", "y", "x"])), "earning.rules[0].when.category[2]",
            "a second time", "once"
        },
        { "store", Rules(Fixed("a", 1, stores: ["S 1"])), "earning.rules[0].when.store[0]", "\"S 1\"", "a store id" },
        {
            "long list", Rules(Fixed("a", 1, skus: [.. Enumerable.Range(0, 10_001).Select(i => $"s{i}")])),
            "earning.rules[0].when.sku", "found 10001 values", "at most 10000"
        },
        {
            "many rules", Rules([.. Enumerable.Range(0, 10_001).Select(i => Fixed($"r{i}", 1))]), "earning.rules",
            "found 10001 rules", "at most 10000"
        },
        {
            "least spend", Rules(Fixed("a", 1) with { When = new() { MinimumSpendMinor = -1 } }),
            "earning.rules[0].when.minimum_spend", "found -1", "from 0"
        },
        {
            "most points", Rules(Fixed("a", 1) with { MaximumPoints = 1_000_000_000_001 }), "earning.rules[0].maximum",
            "found 1000000000001", "to 1000000000000"
        },
        { "all out", With(PointAPound with { Exclusions = [new()] }), "earning.exclusions[0]", "every line", "a sku" },
        {
            "bad exclusion", With(PointAPound with { Exclusions = [new() { Categories = ["a", ""] }] }),
            "earning.exclusions[0].category[1]", "found nothing", "a category"
        },
        {
            "many exclusions",
            With(PointAPound with { Exclusions = [.. Enumerable.Repeat(new LineMatch { Skus = ["a"] }, 1_001)] }),
            "earning.exclusions", "found 1001 exclusions", "at most 1000"
        },
        { "unit", Burning(0, 1, 1), "burning.points_per_unit", "found 0", "from 1 to 1000000000" },
        { "minimum", Burning(100, 0, 1), "burning.minimum", "found 0", "from 1" },
        { "step", Burning(100, 1, -1), "burning.step", "found -1", "from 1" },
        { "uneven", Burning(100, 120, 50), "burning.minimum", "found 120", "a multiple of the step, 50" },
        {
            "returns", Valid with { Returns = new() { WithoutReference = (UnreferencedReturns)7 } },
            "returns.without_reference", "7", "take_back or refuse"
        },
        { "late", Valid with { LateDays = 3_651 }, "late_days", "found 3651", "from 0 to 3650" },
        {
            "waits", Valid with { Returns = new() { WaitDays = 367 } }, "returns.wait_days", "found 367",
            "from 0 to 366"
        },
        {
            "shortfall", Valid with { Returns = new() { Shortfall = (ShortfallPolicy)7 } }, "returns.shortfall", "7",
            "debt or forgive"
        },
        { "maximum", Adjusting(0, 1), "adjustments.maximum", "found 0", "from 1 to 1000000000000" },
        { "daily", Adjusting(1, 1_000_000_000_001), "adjustments.daily_maximum", "1000000000001", "from 1 to" },
        { "daily less", Adjusting(10, 9), "adjustments.daily_maximum", "found 9", "at least the maximum, 10" },
        { "reason", Adjusting(1, 1, "ok", "Not OK"), "adjustments.reasons[1]", "\"Not OK\"", "1 to 32 of a-z 0-9 -" },
        { "long reason", Adjusting(1, 1, new string('r', 33)), "adjustments.reasons[0]", "\"rrr", "1 to 32" },
        { "reason twice", Adjusting(1, 1, "a", "b", "a"), "adjustments.reasons[2]", "a second time", "once" },
        {
            "many reasons", Adjusting(1, 1, [.. Enumerable.Range(0, 101).Select(i => $"r{i}")]), "adjustments.reasons",
            "found 101 values", "at most 100"
        },
        {
            "owing", Valid with
            {
                Adjustments = new()
                {
                    MaximumPoints = 1,
                    DailyMaximumPoints = 1,
                    Shortfall = (AdjustmentShortfall)7,
                },
            },
            "adjustments.shortfall", "7", "refuse or debt"
        },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Check_OneThingWrong_TellsPathFindingAndExpectation(
        string what, ProgramDefinition definition, string path, string message, string expected)
    {
        var faults = ProgramChecker.Check(definition);

        faults.Count.ShouldBe(1, what);
        faults[0].Path.ShouldBe(path, what);
        faults[0].Message.ShouldContain(message, Case.Sensitive, what);
        faults[0].Expected.ShouldContain(expected, Case.Sensitive, what);
    }

    [Fact]
    public void Check_ValidDefinition_FindsNothing()
    {
        ProgramChecker.Check(Valid).ShouldBeEmpty();
        ProgramChecker.Check(Adjusting(1, 1, "goodwill", "data-error")).ShouldBeEmpty();
        ProgramChecker.Check(Rules(
            Fixed("a", 1), Double("b", ["A b/ü"], ["bakery"], ["S:1/x_y-z.0"]), Multiplied(10_000))).ShouldBeEmpty();
    }

    [Fact]
    public void Check_SeveralThingsWrong_TellsAllInTheFilesOrder() =>
        ProgramChecker.Check(Burning(0, 1, 1) with { Id = "", Earning = PointAPound with { Rules = [Fixed("", 0)] } })
            .Select(fault => fault.Path)
            .ShouldBe(["program", "earning.rules[0].id", "earning.rules[0].points", "burning.points_per_unit"]);

    private static ProgramDefinition With(EarningDefinition earning) => Valid with { Earning = earning };

    private static ProgramDefinition Rules(params RuleDefinition[] rules) => With(PointAPound with { Rules = rules });

    private static RuleDefinition Multiplied(long bps) => new() { Id = "m", MultiplierBps = bps };

    private static ProgramDefinition Rated(RuleRate rate) => Rules(new RuleDefinition { Id = "a", Rate = rate });

    private static ProgramDefinition Adjusting(long maximum, long daily, params string[] reasons) => Valid with
    {
        Adjustments = new() { MaximumPoints = maximum, DailyMaximumPoints = daily, Reasons = reasons },
    };

    private static ProgramDefinition Burning(long perUnit, long minimum, long step) => Valid with
    {
        Burning = new() { PointsPerCurrencyUnit = perUnit, MinimumPoints = minimum, StepPoints = step },
    };
}
