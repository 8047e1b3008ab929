using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Enrolment;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>Checks what is said of a person.</summary>
internal static class ProfileReader
{
    private const int IdentifierCountMax = 8;
    private const int PersonalTextLengthMax = 200;
    private const int YearMin = 1880;
    private const int YearMax = 2200;

    /// <summary>The profile; not to be used where the checks found anything.</summary>
    public static PersonalProfile Read(V1.EnrolMemberRequest request, LoyaltyProgram? program, ref FieldChecks checks)
    {
        if (program?.MinimumAge(request.LegalProfile) is null && program is not null)
            checks.Add("legal_profile", "must be one that the program declares, or empty");
        var profile = ReadPersonalData(request.PersonalData, ref checks) with
        {
            Identifiers = ReadIdentifiers(request, program, ref checks),
            Attributes = FactReader.ReadAttributes(request.Attributes, program, ref checks),
            Consents = FactReader.ReadConsents(request.Consents, program, ref checks),
            LegalProfile = request.LegalProfile,
        };
        return profile;
    }

    /// <summary>The personal data; not to be used where the checks found anything.</summary>
    public static PersonalProfile ReadPersonalData(V1.PersonalData? data, ref FieldChecks checks)
    {
        if (data is null)
            return PersonalProfile.Empty;
        checks.Text("personal_data.given_name", data.GivenName, 0, PersonalTextLengthMax);
        checks.Text("personal_data.family_name", data.FamilyName, 0, PersonalTextLengthMax);
        checks.Text("personal_data.email", data.Email, 0, PersonalTextLengthMax);
        checks.Text("personal_data.phone", data.Phone, 0, PersonalTextLengthMax);
        return new PersonalProfile
        {
            GivenName = data.GivenName,
            FamilyName = data.FamilyName,
            Email = data.Email,
            Phone = data.Phone,
            BirthDate = ReadBirthDate(data, ref checks),
        };
    }

    private static List<MemberIdentifier> ReadIdentifiers(
        V1.EnrolMemberRequest request, LoyaltyProgram? program, ref FieldChecks checks)
    {
        if (request.Identifiers.Count > IdentifierCountMax)
            checks.Add("identifiers", $"must be at most {IdentifierCountMax}");
        var identifiers = new List<MemberIdentifier>(request.Identifiers.Count);
        for (var i = 0; i < request.Identifiers.Count; i++)
        {
            var read = IdentifierReader.Read($"identifiers[{i}]", request.Identifiers[i], program, ref checks);
            if (identifiers.Contains(read))
                checks.Add($"identifiers[{i}]", "is given twice");
            identifiers.Add(read);
        }

        return identifiers;
    }

    private static int ReadBirthDate(V1.PersonalData data, ref FieldChecks checks)
    {
        if (data.BirthDate is not { } date)
            return 0;
        var isValid = date is { Year: >= YearMin and <= YearMax, Month: >= 0 and <= 12, Day: >= 0 and <= 31 }
            && (date.Month > 0 || date.Day == 0)
            && (date.Month == 0 || date.Day <= DateTime.DaysInMonth(date.Year, date.Month));
        if (!isValid)
            checks.Add("personal_data.birth_date", "must be a date from 1880, month and day 0 where unknown");
        return isValid ? Members.ToNumber(date) : 0;
    }
}
