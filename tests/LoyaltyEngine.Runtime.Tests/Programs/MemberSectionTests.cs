using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Tests.Programs;

/// <summary>What a program file says of members.</summary>
public sealed class MemberSectionTests
{
    [Fact]
    public void Parse_NothingSaidOfMembers_IsWhatItWasBefore()
    {
        var program = ProgramFile.Parse(TestProgram.Source).Definition.ShouldNotBeNull();

        program.Identifiers.ShouldBeEmpty();
        program.Statuses.Blocked.ShouldBe(
            MemberActions.Earn | MemberActions.Return | MemberActions.Reverse | MemberActions.Update);
        program.Statuses.Closed.ShouldBe(MemberActions.None);
        (program.Enrolment.AtTill, program.Enrolment.LegalProfiles.Count).ShouldBe((false, 0));
    }

    [Fact]
    public void Parse_EmptyListOfActions_AllowsNothing() =>
        ProgramFile.Parse(TestProgram.Source + "\nstatus: { blocked: [], closed: [return, reverse] }")
            .Definition.ShouldNotBeNull().Statuses.ShouldBe(new StatusDefinition
            {
                Blocked = MemberActions.None,
                Closed = MemberActions.Return | MemberActions.Reverse,
            });

    [Theory]
    [InlineData("identifiers: [{ kind: Card }]", "identifiers[0].kind", "found \"Card\"")]
    [InlineData("identifiers: [{ format: digits }]", "identifiers[0].kind", "missing")]
    [InlineData("identifiers: [{ kind: a }, { kind: a }]", "identifiers[1].kind", "found \"a\" a second time")]
    [InlineData("identifiers: [{ kind: a, format: phome }]", "identifiers[0].format", "(did you mean phone?)")]
    [InlineData("identifiers: [{ kind: a, check: luhn }]", "identifiers[0].check", "only digits have a check digit")]
    [InlineData("identifiers: [{ kind: a, length_max: 129 }]", "identifiers[0].length_max", "found 129")]
    [InlineData("identifiers: [{ kind: a, length_min: 9, length_max: 8 }]", "identifiers[0].length_max", "found 8")]
    [InlineData("identifiers: [{ kind: a, calling_code: 44 }]", "identifiers[0].calling_code", "only telephone")]
    [InlineData("identifiers: [{ kind: a, lenght_max: 8 }]", "identifiers[0].lenght_max", "did you mean length_max?")]
    [InlineData("status: { blocked: [sleep] }", "status.blocked[0]", "found \"sleep\"")]
    [InlineData("status: { frozen: [] }", "status.frozen", "unknown key")]
    [InlineData("enrolment: { at_till: maybe }", "enrolment.at_till", "found \"maybe\"")]
    [InlineData("enrolment: { legal_profiles: [{ minimum_age: 16 }] }", "enrolment.legal_profiles[0].id", "missing")]
    [InlineData("enrolment: { legal_profiles: [{ id: gb, minimum_age: 100 }] }",
        "enrolment.legal_profiles[0].minimum_age", "found 100")]
    [InlineData("attributes: [{ name: a, type: choice }]", "attributes[0].values", "found nothing")]
    [InlineData("attributes: [{ name: a, values: [x] }]", "attributes[0].values", "only a choice has values")]
    [InlineData("attributes: [{ name: a, type: choice, values: [x, x] }]", "attributes[0].values[1]", "second time")]
    [InlineData("consents: [news, News]", "consents[1]", "found \"News\"")]
    public void Parse_Fault_IsToldWithItsPlace(string section, string path, string message)
    {
        var source = TestProgram.Source.ReplaceLineEndings("\n");

        var fault = ProgramFile.Parse($"{source}\n{section}\n").Faults.ShouldHaveSingleItem();

        fault.Path.ShouldBe(path);
        fault.Message.ShouldContain(message);
        fault.Line.ShouldBe(source.Split('\n').Length + 1);
    }
}
