using Google.Type;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Enrolment;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Members as the API shows them.</summary>
internal static class Members
{
    private const int YearFactor = 10_000;
    private const int MonthFactor = 100;

    /// <summary>A member.</summary>
    public static V1.Member ToProto(
        string programId, string memberId, in BalanceAnswer answer, PersonalProfile profile)
    {
        var member = new V1.Member
        {
            ProgramId = programId,
            MemberId = memberId,
            EnrolTime = Times.ToProto(answer.EnrolTime),
            Balance = Entries.ToProto(answer.Balance),
            Revision = answer.Revision,
            Status = ToProto(answer.Status),
        };
        AddProfile(member, profile);
        return member;
    }

    /// <summary>A member as its enrolment made it.</summary>
    public static V1.Member ToProto(
        string programId, string memberId, MemberEvent enrolment, PersonalProfile profile)
    {
        var member = new V1.Member
        {
            ProgramId = programId,
            MemberId = memberId,
            EnrolTime = Times.ToProto(enrolment.Origin.RecordTime),
            Balance = Entries.ToProto(enrolment.BalanceAfter),
            Revision = enrolment.Revision,
            Status = V1.MemberStatus.Active,
        };
        AddProfile(member, profile);
        return member;
    }

    /// <summary>A status.</summary>
    public static V1.MemberStatus ToProto(MemberStatus status) => (V1.MemberStatus)((int)status + 1);

    private static void AddProfile(V1.Member member, PersonalProfile profile)
    {
        if (HasPersonalData(profile))
        {
            member.PersonalData = new V1.PersonalData
            {
                GivenName = profile.GivenName,
                FamilyName = profile.FamilyName,
                Email = profile.Email,
                Phone = profile.Phone,
                BirthDate = ToProto(profile.BirthDate),
            };
        }

        foreach (var identifier in profile.Identifiers)
            member.Identifiers.Add(new V1.Identifier { Kind = identifier.Kind, Value = identifier.Value });
        foreach (var attribute in profile.Attributes)
            member.Attributes.Add(new V1.Attribute { Name = attribute.Name, Value = attribute.Value });
        foreach (var consent in profile.Consents)
        {
            member.Consents.Add(new V1.Consent
            {
                Kind = consent.Kind,
                IsGranted = consent.IsGranted,
                DecideTime = Times.ToProto(consent.DecideTime),
                Source = consent.Source,
            });
        }
    }

    /// <summary>A date as the number yyyymmdd.</summary>
    public static int ToNumber(Date date) => (date.Year * YearFactor) + (date.Month * MonthFactor) + date.Day;

    private static Date? ToProto(int birthDate) => birthDate == 0
        ? null
        : new Date
        {
            Year = birthDate / YearFactor,
            Month = birthDate / MonthFactor % MonthFactor,
            Day = birthDate % MonthFactor,
        };

    private static bool HasPersonalData(PersonalProfile profile) =>
        profile.BirthDate != 0
        || profile.GivenName.Length + profile.FamilyName.Length + profile.Email.Length + profile.Phone.Length > 0;
}
