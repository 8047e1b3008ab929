using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Tests.Programs;

/// <summary>A rule's least spend and most points in program files.</summary>
public sealed class RuleBoundsSectionTests
{
    [Fact]
    public void Parse_LeastSpendAndMostPoints_AreReadAndWrittenBack()
    {
        var program = Parse("when: { sku: [X], minimum_spend: 50.25 }, points: 7, maximum: 5").Definition
            .ShouldNotBeNull();

        foreach (var read in (ProgramDefinition[])
            [program, ProgramFile.Parse(ProgramFileWriter.Write(program)).Definition.ShouldNotBeNull()])
        {
            var rule = read.Earning.Rules.ShouldHaveSingleItem();
            (rule.When.MinimumSpendMinor, rule.MaximumPoints).ShouldBe((5_025, 5));
        }
    }

    [Theory]
    [InlineData("when: { minimum_spend: 0.001 }, points: 7", "earning.rules[0].when.minimum_spend", "amount")]
    [InlineData("when: { minimum_spend: -1 }, points: 7", "earning.rules[0].when.minimum_spend", "")]
    [InlineData("when: { least: 1 }, points: 7", "earning.rules[0].when.least", "minimum_spend")]
    [InlineData("points: 7, maximum: many", "earning.rules[0].maximum", "whole number")]
    [InlineData("points: 7, maximum: -1", "earning.rules[0].maximum", "from 0")]
    public void Parse_FaultyBounds_AreToldWithTheirPlace(string rule, string path, string expected) =>
        Parse(rule).Faults.ShouldContain(
            fault => fault.Path == path && fault.Expected.Contains(expected, StringComparison.Ordinal),
            string.Join("; ", Parse(rule).Faults));

    private static ProgramFileResult Parse(string rule) => ProgramFile.Parse($$"""
        program: p
        currency: GBP
        time_zone: Europe/London
        begins: 2020-01-01
        earning:
          base: { points: 1, per: 1.00 }
          rules: [{ id: a, {{rule}} }]
        """);
}
