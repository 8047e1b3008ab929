using System.Text;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using static LoyaltyEngine.Runtime.Programs.ProgramFileWriter;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>The part of <see cref="ProgramFileWriter"/> that writes what a program says of its members.</summary>
internal static class MemberSectionWriter
{
    public static void Write(StringBuilder to, ProgramDefinition program)
    {
        WriteIdentifiers(to, program.Identifiers);
        if (program.Statuses != new StatusDefinition())
        {
            Line(to, $"");
            Line(to, $"status:");
            Line(to, $"  blocked: {Actions(program.Statuses.Blocked)}");
            Line(to, $"  closed: {Actions(program.Statuses.Closed)}");
        }
        WriteEnrolment(to, program.Enrolment);
        WriteAttributes(to, program.Attributes);
        if (program.Consents.Count > 0)
        {
            Line(to, $"");
            Line(to, $"consents: {List(program.Consents)}");
        }
    }

    /// <summary>A list of actions.</summary>
    public static string Actions(MemberActions actions)
    {
        var words = new List<string>();
        foreach (var (action, word) in new[]
        {
            (MemberActions.Earn, "earn"), (MemberActions.Burn, "burn"), (MemberActions.Return, "return"),
            (MemberActions.Reverse, "reverse"), (MemberActions.Update, "update"),
        })
        {
            if (actions.HasFlag(action))
                words.Add(word);
        }

        return List(words);
    }

    private static void WriteIdentifiers(StringBuilder to, IReadOnlyList<IdentifierDefinition> kinds)
    {
        if (kinds.Count == 0)
            return;
        Line(to, $"");
        Line(to, $"identifiers:");
        foreach (var kind in kinds)
        {
            Line(to, $"  - kind: {Quote(kind.Kind)}");
            Line(to, $"    format: {Word(kind.Format)}");
            Line(to, $"    length_min: {kind.LengthMin}");
            Line(to, $"    length_max: {kind.LengthMax}");
            if (kind.Check == CheckDigit.Luhn)
                Line(to, $"    check: luhn");
            if (kind.CallingCode.Length > 0)
                Line(to, $"    calling_code: {Quote(kind.CallingCode)}");
        }
    }

    private static void WriteEnrolment(StringBuilder to, EnrolmentDefinition enrolment)
    {
        if (!enrolment.AtTill && enrolment.LegalProfiles.Count == 0)
            return;
        Line(to, $"");
        Line(to, $"enrolment:");
        Line(to, $"  at_till: {(enrolment.AtTill ? "enrol" : "refuse")}");
        if (enrolment.LegalProfiles.Count > 0)
            Line(to, $"  legal_profiles:");
        foreach (var profile in enrolment.LegalProfiles)
        {
            var exemption = profile.Exemption switch
            {
                ExpiryExemption.SmallRewards => ", exemption: small_rewards",
                ExpiryExemption.SingleReward => ", exemption: single_reward",
                _ => "",
            };
            var law = profile.Law switch
            {
                ExpiryLaw.Quebec => ", law: quebec",
                ExpiryLaw.Ontario => ", law: ontario",
                _ => "",
            };
            Line(to, $"    - {{ id: {Quote(profile.Id)}, minimum_age: {profile.MinimumAge}{law}{exemption} }}");
        }
    }

    private static void WriteAttributes(StringBuilder to, IReadOnlyList<AttributeDefinition> attributes)
    {
        if (attributes.Count == 0)
            return;
        Line(to, $"");
        Line(to, $"attributes:");
        foreach (var attribute in attributes)
        {
            var values = attribute.Values.Count == 0 ? "" : $", values: {List(attribute.Values)}";
            Line(to, $"  - {{ name: {Quote(attribute.Name)}, type: {Word(attribute.Type)}{values} }}");
        }
    }

    private static string Word(IdentifierFormat format) => format switch
    {
        IdentifierFormat.Digits => "digits",
        IdentifierFormat.Phone => "phone",
        IdentifierFormat.Email => "email",
        _ => "text",
    };

    private static string Word(AttributeType type) => type switch
    {
        AttributeType.Number => "number",
        AttributeType.Date => "date",
        AttributeType.Boolean => "boolean",
        AttributeType.Choice => "choice",
        _ => "text",
    };
}
