using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>The part of <see cref="Programs"/> that shows what a program says of its members.</summary>
internal static class MemberRules
{
    /// <summary>Adds them to the message.</summary>
    public static void AddTo(V1.Program proto, ProgramDefinition program)
    {
        proto.Identifiers.AddRange(program.Identifiers.Select(ToProto));
        proto.Status = new V1.ProgramStatuses
        {
            Blocked = ToProto(program.Statuses.Blocked),
            Closed = ToProto(program.Statuses.Closed),
        };
        proto.Enrolment = new V1.ProgramEnrolment
        {
            AtTill = program.Enrolment.AtTill ? V1.TillEnrolment.Enrol : V1.TillEnrolment.Refuse,
        };
        proto.Enrolment.LegalProfiles.AddRange(program.Enrolment.LegalProfiles.Select(
            profile => new V1.LegalProfile
            {
                LegalProfileId = profile.Id,
                MinimumAge = profile.MinimumAge,
                Law = profile.Law switch
                {
                    ExpiryLaw.Quebec => V1.ExpiryLaw.Quebec,
                    ExpiryLaw.Ontario => V1.ExpiryLaw.Ontario,
                    _ => V1.ExpiryLaw.Unspecified,
                },
                Exemption = profile.Exemption switch
                {
                    ExpiryExemption.SmallRewards => V1.ExpiryExemption.SmallRewards,
                    ExpiryExemption.SingleReward => V1.ExpiryExemption.SingleReward,
                    _ => V1.ExpiryExemption.Unspecified,
                },
            }));
        proto.Attributes.AddRange(program.Attributes.Select(ToProto));
        proto.Consents.AddRange(program.Consents);
    }

    /// <summary>Actions as a list of their own.</summary>
    public static V1.AllowedActions ToProto(MemberActions actions)
    {
        var proto = new V1.AllowedActions();
        foreach (var (action, shown) in new[]
        {
            (MemberActions.Earn, V1.MemberAction.Earn), (MemberActions.Burn, V1.MemberAction.Burn),
            (MemberActions.Return, V1.MemberAction.Return), (MemberActions.Reverse, V1.MemberAction.Reverse),
            (MemberActions.Update, V1.MemberAction.Update),
        })
        {
            if (actions.HasFlag(action))
                proto.Actions.Add(shown);
        }

        return proto;
    }

    private static V1.IdentifierKind ToProto(IdentifierDefinition kind) => new()
    {
        Kind = kind.Kind,
        Format = kind.Format switch
        {
            IdentifierFormat.Digits => V1.IdentifierFormat.Digits,
            IdentifierFormat.Phone => V1.IdentifierFormat.Phone,
            IdentifierFormat.Email => V1.IdentifierFormat.Email,
            _ => V1.IdentifierFormat.Text,
        },
        LengthMin = kind.LengthMin,
        LengthMax = kind.LengthMax,
        Check = kind.Check == CheckDigit.Luhn ? V1.CheckDigit.Luhn : V1.CheckDigit.None,
        CallingCode = kind.CallingCode,
    };

    private static V1.AttributeDeclaration ToProto(AttributeDefinition attribute) => new()
    {
        Name = attribute.Name,
        Type = attribute.Type switch
        {
            AttributeType.Number => V1.AttributeType.Number,
            AttributeType.Date => V1.AttributeType.Date,
            AttributeType.Boolean => V1.AttributeType.Boolean,
            AttributeType.Choice => V1.AttributeType.Choice,
            _ => V1.AttributeType.Text,
        },
        Values = { attribute.Values },
    };
}
