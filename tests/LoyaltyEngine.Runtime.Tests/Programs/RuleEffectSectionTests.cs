using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Tests.Programs;

/// <summary>Rates, groups and conflicts of rules in program files.</summary>
public sealed class RuleEffectSectionTests
{
    [Fact]
    public void Parse_RatesGroupsAndConflicts_AreReadAndWrittenBack()
    {
        var program = Parse(
            "best_for_merchant", "line",
            "[{ id: a, rate: { points: 2, per: 1.50, rounding: half_up, scope: line }, group: g, priority: 7 }, "
            + "{ id: b, rate: { points: 1, per_quantity: 0.5 } }]").Definition.ShouldNotBeNull();

        foreach (var read in (ProgramDefinition[])
            [program, ProgramFile.Parse(ProgramFileWriter.Write(program)).Definition.ShouldNotBeNull()])
        {
            (read.Earning.Conflicts, read.Earning.Scope).ShouldBe((ConflictPolicy.BestForMerchant, RateScope.Line));
            var (first, second) = (read.Earning.Rules[0], read.Earning.Rules[1]);
            first.Rate.ShouldBe(new RuleRate
            {
                Points = 2,
                PerAmountMinor = 150,
                Rounding = RoundingMode.HalfUp,
                Scope = RateScope.Line,
            });
            (first.Group, first.Priority).ShouldBe(("g", 7));
            second.Rate.ShouldBe(new RuleRate { Points = 1, PerQuantityThousandths = 500 });
            (second.Group, second.Priority).ShouldBe(("", 0));
        }
    }

    [Theory]
    [InlineData("rate: { per: 1.00 }", "rate.points", "whole number")]
    [InlineData("rate: { points: 1 }", "rate", "one of them")]
    [InlineData("rate: { points: 1, per: free }", "rate.per", "an amount")]
    [InlineData("rate: { points: 1, per: 1.00, per_quantity: 1 }", "rate", "one of them")]
    [InlineData("rate: { points: 1, per: 1.00, scope: item }", "rate.scope", "receipt or line")]
    [InlineData("rate: { points: 1, per: 1.00, rounding: even }", "rate.rounding", "half_up")]
    [InlineData("rate: { points: 1, each: 1.00 }", "rate.each", "per_quantity")]
    [InlineData("points: 1, rate: { points: 1, per: 1.00 }", "", "one effect")]
    [InlineData("points: 1, group: A B", "group", "a-z 0-9")]
    [InlineData("points: 1, priority: high", "priority", "a whole number")]
    [InlineData("points: 1, priority: -1", "priority", "from 0")]
    public void Parse_FaultyEffect_IsToldWithItsPlace(string rule, string path, string expected)
    {
        var faults = Parse("sum", "receipt", $"[{{ id: a, {rule} }}]").Faults;

        faults.ShouldContain(
            fault => fault.Path == $"earning.rules[0].{path}".TrimEnd('.')
                && fault.Expected.Contains(expected, StringComparison.Ordinal),
            string.Join("; ", faults));
    }

    [Fact]
    public void Parse_UnknownPolicy_IsToldWithItsPlace() =>
        Parse("best", "receipt", "[{ id: a, points: 1 }]").Faults.ShouldHaveSingleItem().Expected
            .ShouldBe("sum, best_for_member, best_for_merchant or priority");

    private static ProgramFileResult Parse(string conflicts, string scope, string rules) => ProgramFile.Parse($$"""
        program: p
        currency: GBP
        time_zone: Europe/London
        begins: 2020-01-01
        earning:
          base: { points: 1, per: 1.00, scope: {{scope}} }
          conflicts: {{conflicts}}
          rules: {{rules}}
        """);
}
