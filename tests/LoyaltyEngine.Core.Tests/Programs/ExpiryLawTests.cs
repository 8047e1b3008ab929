using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Core.Tests.Programs;

/// <summary>What the laws of Québec and Ontario let a program do, as the checker holds it.</summary>
public sealed class ExpiryLawTests
{
    private static readonly ExpiryDefinition s_expiry = new() { Period = 24, Unit = ExpiryUnit.Months };

    private static readonly ProgramDefinition s_program = new()
    {
        Id = "shop",
        CurrencyCode = "CAD",
        TimeZone = "America/Toronto",
        BeginDate = new LocalDate(2020, 1, 1),
        Earning = new EarningDefinition { Points = 1, PerAmountMinor = 100 },
    };

    [Theory]
    [InlineData(ExpiryLaw.Quebec, "Québec")]
    [InlineData(ExpiryLaw.Ontario, "Ontario")]
    public void Check_ExpiryByLapseOfTime_IsForbidden(ExpiryLaw law, string name)
    {
        foreach (var expiry in (ExpiryDefinition[])
        [
            s_expiry,
            new() { Period = 0, Unit = ExpiryUnit.Days, Dates = [new AnnualDate(12, 31)] },
            new() { Period = 50, Unit = ExpiryUnit.Years },
        ])
        {
            var fault = Faults(s_program with { Expiry = expiry }, law).ShouldHaveSingleItem();
            fault.Path.ShouldBe("expiry");
            fault.ToString().ShouldContain($"legal profile ca of {name}");
        }

        Faults(s_program, law).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ExpiryExemption.SmallRewards)]
    [InlineData(ExpiryExemption.SingleReward)]
    public void Check_ExemptProgram_MayExpire(ExpiryExemption exemption)
    {
        Faults(s_program with { Expiry = s_expiry }, ExpiryLaw.Quebec, exemption).ShouldBeEmpty();
        Faults(s_program with { Inactivity = Inactive(1, ExpiryUnit.Months, 0) }, ExpiryLaw.Quebec, exemption)
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData(12, ExpiryUnit.Months, 30, "")]
    [InlineData(12, ExpiryUnit.Months, 60, "")]
    [InlineData(1, ExpiryUnit.Years, 45, "")]
    [InlineData(366, ExpiryUnit.Days, 45, "")]
    [InlineData(11, ExpiryUnit.Months, 45, "inactivity.months")]
    [InlineData(365, ExpiryUnit.Days, 45, "inactivity.days")]
    [InlineData(12, ExpiryUnit.Months, 29, "inactivity.notice_days")]
    [InlineData(12, ExpiryUnit.Months, 61, "inactivity.notice_days")]
    [InlineData(12, ExpiryUnit.Months, 0, "inactivity.notice_days")]
    public void Check_InactivityInQuebec_TakesAYearAndANotice(int period, ExpiryUnit unit, int notice, string path)
    {
        var program = s_program with { Inactivity = Inactive(period, unit, notice) };

        Faults(program, ExpiryLaw.Quebec).Select(fault => fault.Path).ShouldBe(path.Length == 0 ? [] : [path]);
        Faults(program, ExpiryLaw.Ontario).ShouldBeEmpty();
    }

    [Fact]
    public void Check_OneProfileOfSeveral_IsEnough()
    {
        var program = s_program with
        {
            Expiry = s_expiry,
            Enrolment = new EnrolmentDefinition
            {
                LegalProfiles =
                [
                    new LegalProfileDefinition { Id = "bc" },
                    new LegalProfileDefinition { Id = "on", Law = ExpiryLaw.Ontario },
                    new LegalProfileDefinition { Id = "qc", Law = ExpiryLaw.Quebec },
                ],
            },
        };

        ProgramChecker.Check(program).Count.ShouldBe(2);
    }

    [Fact]
    public void Check_ExemptionWithoutLaw_IsAFault() =>
        Faults(s_program, ExpiryLaw.None, ExpiryExemption.SmallRewards).ShouldHaveSingleItem().Path
            .ShouldBe("enrolment.legal_profiles[0].exemption");

    [Theory]
    [InlineData(0, ExpiryUnit.Months, 0, "inactivity.months")]
    [InlineData(601, ExpiryUnit.Months, 0, "inactivity.months")]
    [InlineData(51, ExpiryUnit.Years, 0, "inactivity.years")]
    [InlineData(18_301, ExpiryUnit.Days, 0, "inactivity.days")]
    [InlineData(20, ExpiryUnit.Days, 20, "inactivity.notice_days")]
    [InlineData(24, ExpiryUnit.Months, 367, "inactivity.notice_days")]
    [InlineData(24, ExpiryUnit.Months, -1, "inactivity.notice_days")]
    [InlineData(1, ExpiryUnit.Months, 28, "inactivity.notice_days")]
    public void Check_InactivityOutOfRange_IsAFault(int period, ExpiryUnit unit, int notice, string path) =>
        ProgramChecker.Check(s_program with { Inactivity = Inactive(period, unit, notice) })
            .ShouldHaveSingleItem().Path.ShouldBe(path);

    [Fact]
    public void Check_InactivityBesideExpiryOrOfOtherActivities_IsAFault()
    {
        var inactivity = Inactive(12, ExpiryUnit.Months, 0);

        ProgramChecker.Check(s_program with { Inactivity = inactivity, Expiry = s_expiry })
            .ShouldHaveSingleItem().Path.ShouldBe("inactivity");
        ProgramChecker.Check(s_program with { Inactivity = inactivity with { Activities = MemberActions.Update } })
            .ShouldHaveSingleItem().Path.ShouldBe("inactivity.activities");
    }

    private static InactivityDefinition Inactive(int period, ExpiryUnit unit, int notice) =>
        new() { Period = period, Unit = unit, NoticeDays = notice };

    private static IReadOnlyList<ProgramFault> Faults(
        ProgramDefinition program, ExpiryLaw law, ExpiryExemption exemption = ExpiryExemption.None) =>
        ProgramChecker.Check(program with
        {
            Enrolment = new EnrolmentDefinition
            {
                LegalProfiles = [new LegalProfileDefinition { Id = "ca", Law = law, Exemption = exemption }],
            },
        });
}
