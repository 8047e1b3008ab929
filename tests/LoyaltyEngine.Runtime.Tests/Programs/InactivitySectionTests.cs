using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Tests.Programs;

/// <summary>The section that says when points lapse for want of activity, and the laws on it.</summary>
public sealed class InactivitySectionTests
{
    [Theory]
    [InlineData("{ months: 12 }", 12, ExpiryUnit.Months, 0, MemberActions.Burn)]
    [InlineData("{ years: 2, notice_days: 45, activities: [burn, return] }", 2, ExpiryUnit.Years, 45,
        MemberActions.Burn | MemberActions.Return)]
    [InlineData("{ days: 400, notice_days: 1, activities: [] }", 400, ExpiryUnit.Days, 1, MemberActions.None)]
    public void Parse_Inactivity_IsReadAndWrittenBack(
        string text, int period, ExpiryUnit unit, int noticeDays, MemberActions activities)
    {
        var program = Parse(text).Definition.ShouldNotBeNull();

        var expected = new InactivityDefinition
        {
            Period = period, Unit = unit, NoticeDays = noticeDays, Activities = activities,
        };
        program.Inactivity.ShouldBe(expected);
        ProgramFile.Parse(ProgramFileWriter.Write(program)).Definition!.Inactivity.ShouldBe(expected);
    }

    [Theory]
    [InlineData("{ }", "inactivity.days", "from 1 to")]
    [InlineData("{ months: 0 }", "inactivity.months", "from 1 to 600")]
    [InlineData("{ months: 1, years: 1 }", "inactivity.months", "one of days, months and years")]
    [InlineData("{ months: 12, notice: 3 }", "inactivity.notice", "notice_days")]
    [InlineData("{ months: 12, activities: [dance] }", "inactivity.activities[0]", "burn")]
    [InlineData("{ months: 12, activities: [earn] }", "inactivity.activities", "burn or return")]
    [InlineData("12 months", "inactivity", "days, months or years")]
    public void Parse_FaultyInactivity_IsToldWithItsPlace(string text, string path, string expected) =>
        Parse(text).Faults.ShouldContain(
            fault => fault.Path == path && fault.Expected.Contains(expected, StringComparison.Ordinal),
            string.Join("; ", Parse(text).Faults));

    [Theory]
    [InlineData("law: quebec", ExpiryLaw.Quebec, ExpiryExemption.None)]
    [InlineData("law: ontario", ExpiryLaw.Ontario, ExpiryExemption.None)]
    [InlineData("law: quebec, exemption: single_reward", ExpiryLaw.Quebec, ExpiryExemption.SingleReward)]
    [InlineData("law: ontario, exemption: small_rewards", ExpiryLaw.Ontario, ExpiryExemption.SmallRewards)]
    public void Parse_LawOfAProfile_IsReadAndWrittenBack(string text, ExpiryLaw law, ExpiryExemption exemption)
    {
        var program = Parse("{ months: 12, notice_days: 30 }", text).Definition.ShouldNotBeNull();

        var expected = new LegalProfileDefinition { Id = "x", MinimumAge = 18, Law = law, Exemption = exemption };
        program.Enrolment.LegalProfiles.ShouldBe([expected]);
        ProgramFile.Parse(ProgramFileWriter.Write(program)).Definition!.Enrolment.LegalProfiles.ShouldBe([expected]);
    }

    [Theory]
    [InlineData("law: utah", "enrolment.legal_profiles[0].law", "quebec")]
    [InlineData("law: quebec", "inactivity.notice_days", "30 to 60")]
    [InlineData("exemption: single_reward", "enrolment.legal_profiles[0].exemption", "a law")]
    public void Parse_FaultyLaw_IsToldWithItsPlace(string text, string path, string expected) =>
        Parse("{ months: 12 }", text).Faults.ShouldContain(
            fault => fault.Path == path && fault.Expected.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Compare_InactivityAndLawChanged_IsTold()
    {
        var before = Parse("{ months: 12 }").Definition!;
        var after = Parse("{ months: 18, notice_days: 30, activities: [burn, return] }", "law: ontario").Definition!;

        var changes = ProgramComparison.Between(before, after).Select(change => change.ToString()).ToList();

        changes.ShouldContain(change => change.Contains(
            "points lapse 18 months after the last purchase, where burns and returns count as well, with notice 30 "
            + "days before; before, they lapse 12 months after the last purchase, where burns count as well, without "
            + "notice",
            StringComparison.Ordinal));
        changes.ShouldContain(change => change.Contains("by the law of Ontario", StringComparison.Ordinal));
        ProgramComparison.Between(after, after).ShouldBeEmpty();
    }

    private static ProgramFileResult Parse(string section, string law = "") => ProgramFile.Parse($$"""
        program: p
        currency: CAD
        time_zone: America/Toronto
        begins: 2020-01-01
        inactivity: {{section}}
        earning:
          base: { points: 1, per: 1.00 }
        enrolment:
          legal_profiles: [{ id: x, minimum_age: 18{{(law.Length > 0 ? ", " + law : "")}} }]
        """);
}
