using System.Globalization;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>The part of <see cref="ProgramReader"/> that reads what a program says of its members.</summary>
internal static class MemberRuleReader
{
    /// <summary>The definition with what the message says of members.</summary>
    public static ProgramDefinition AddTo(ProgramDefinition definition, V1.Program program, List<SentFault> faults) =>
        definition with
        {
            Identifiers = [.. program.Identifiers.Select((kind, i) => Read(kind, Item("identifiers", i), faults))],
            Statuses = Read(program.Status ?? new(), faults),
            Enrolment = Read(program.Enrolment ?? new(), faults),
            Attributes =
            [
                .. program.Attributes.Select((attribute, i) => Read(attribute, Item("attributes", i), faults)),
            ],
            Consents = [.. program.Consents],
        };

    private static IdentifierDefinition Read(V1.IdentifierKind kind, string path, List<SentFault> faults) => new()
    {
        Kind = kind.Kind,
        Format = kind.Format switch
        {
            V1.IdentifierFormat.Unspecified or V1.IdentifierFormat.Text => IdentifierFormat.Text,
            V1.IdentifierFormat.Digits => IdentifierFormat.Digits,
            V1.IdentifierFormat.Phone => IdentifierFormat.Phone,
            V1.IdentifierFormat.Email => IdentifierFormat.Email,
            _ => ProgramReader.Unknown<IdentifierFormat>(
                faults, $"{path}.format", kind.Format, "a known IDENTIFIER_FORMAT"),
        },
        LengthMin = kind.LengthMin == 0 ? 1 : kind.LengthMin,
        LengthMax = kind.LengthMax == 0 ? ProgramLimits.IdentifierLengthMax : kind.LengthMax,
        Check = kind.Check switch
        {
            V1.CheckDigit.Unspecified or V1.CheckDigit.None => CheckDigit.None,
            V1.CheckDigit.Luhn => CheckDigit.Luhn,
            _ => ProgramReader.Unknown<CheckDigit>(faults, $"{path}.check", kind.Check, "a known CHECK_DIGIT"),
        },
        CallingCode = kind.CallingCode,
    };

    private static StatusDefinition Read(V1.ProgramStatuses statuses, List<SentFault> faults)
    {
        var read = new StatusDefinition();
        return new StatusDefinition
        {
            Blocked = statuses.Blocked is { } blocked ? Read(blocked, "status.blocked", faults) : read.Blocked,
            Closed = statuses.Closed is { } closed ? Read(closed, "status.closed", faults) : read.Closed,
        };
    }

    /// <summary>Actions in a list of their own.</summary>
    public static MemberActions Read(V1.AllowedActions allowed, string path, List<SentFault> faults)
    {
        var actions = MemberActions.None;
        for (var i = 0; i < allowed.Actions.Count; i++)
        {
            actions |= allowed.Actions[i] switch
            {
                V1.MemberAction.Earn => MemberActions.Earn,
                V1.MemberAction.Burn => MemberActions.Burn,
                V1.MemberAction.Return => MemberActions.Return,
                V1.MemberAction.Reverse => MemberActions.Reverse,
                V1.MemberAction.Update => MemberActions.Update,
                var other => ProgramReader.Unknown<MemberActions>(
                    faults, Item($"{path}.actions", i), other, "a known MEMBER_ACTION"),
            };
        }

        return actions;
    }

    private static EnrolmentDefinition Read(V1.ProgramEnrolment enrolment, List<SentFault> faults) => new()
    {
        AtTill = enrolment.AtTill switch
        {
            V1.TillEnrolment.Unspecified or V1.TillEnrolment.Refuse => false,
            V1.TillEnrolment.Enrol => true,
            _ => ProgramReader.Unknown<bool>(
                faults, "enrolment.at_till", enrolment.AtTill, "a known TILL_ENROLMENT"),
        },
        LegalProfiles =
        [
            .. enrolment.LegalProfiles.Select((profile, i) =>
                Read(profile, Item("enrolment.legal_profiles", i), faults)),
        ],
    };

    private static LegalProfileDefinition Read(V1.LegalProfile profile, string path, List<SentFault> faults) => new()
    {
        Id = profile.LegalProfileId,
        MinimumAge = profile.MinimumAge,
        Law = profile.Law switch
        {
            V1.ExpiryLaw.Unspecified => ExpiryLaw.None,
            V1.ExpiryLaw.Quebec => ExpiryLaw.Quebec,
            V1.ExpiryLaw.Ontario => ExpiryLaw.Ontario,
            _ => ProgramReader.Unknown<ExpiryLaw>(faults, $"{path}.law", profile.Law, "a known EXPIRY_LAW"),
        },
        Exemption = profile.Exemption switch
        {
            V1.ExpiryExemption.Unspecified => ExpiryExemption.None,
            V1.ExpiryExemption.SmallRewards => ExpiryExemption.SmallRewards,
            V1.ExpiryExemption.SingleReward => ExpiryExemption.SingleReward,
            _ => ProgramReader.Unknown<ExpiryExemption>(
                faults, $"{path}.exemption", profile.Exemption, "a known EXPIRY_EXEMPTION"),
        },
    };

    private static AttributeDefinition Read(
        V1.AttributeDeclaration attribute, string path, List<SentFault> faults) => new()
    {
        Name = attribute.Name,
        Type = attribute.Type switch
        {
            V1.AttributeType.Unspecified or V1.AttributeType.Text => AttributeType.Text,
            V1.AttributeType.Number => AttributeType.Number,
            V1.AttributeType.Date => AttributeType.Date,
            V1.AttributeType.Boolean => AttributeType.Boolean,
            V1.AttributeType.Choice => AttributeType.Choice,
            _ => ProgramReader.Unknown<AttributeType>(
                faults, $"{path}.type", attribute.Type, "a known ATTRIBUTE_TYPE"),
        },
        Values = [.. attribute.Values],
    };

    private static string Item(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
