using Google.Type;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime.Enrolment;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Members as the API shows them.</summary>
internal static class Members
{
    private const int YearFactor = 10_000;
    private const int MonthFactor = 100;

    public static V1.Member ToProto(
        string programId,
        string memberId,
        LedgerTime enrolTime,
        in Balance balance,
        long revision,
        PersonalProfile profile)
    {
        var member = new V1.Member
        {
            ProgramId = programId,
            MemberId = memberId,
            EnrolTime = Times.ToProto(enrolTime),
            Balance = Entries.ToProto(balance),
            Revision = revision,
        };
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
        return member;
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
        profile != new PersonalProfile { Identifiers = profile.Identifiers };
}
