using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Runtime.Enrolment;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>Checks what is said of a person.</summary>
internal static class ProfileReader
{
    private const int IdentifierCountMax = 8;
    private const int KindLengthMax = 32;
    private const int ValueLengthMax = 128;
    private const int PersonalTextLengthMax = 200;
    private const int YearMin = 1880;
    private const int YearMax = 2200;

    /// <summary>The profile; not to be used where the checks found anything.</summary>
    public static PersonalProfile Read(V1.EnrolMemberRequest request, ref FieldChecks checks)
    {
        var identifiers = ReadIdentifiers(request, ref checks);
        if (request.PersonalData is not { } data)
            return identifiers.Count == 0 ? PersonalProfile.Empty : new PersonalProfile { Identifiers = identifiers };

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
            Identifiers = identifiers,
        };
    }

    private static List<MemberIdentifier> ReadIdentifiers(V1.EnrolMemberRequest request, ref FieldChecks checks)
    {
        if (request.Identifiers.Count > IdentifierCountMax)
            checks.Add("identifiers", $"must be at most {IdentifierCountMax}");
        var identifiers = new List<MemberIdentifier>(request.Identifiers.Count);
        for (var i = 0; i < request.Identifiers.Count; i++)
        {
            var identifier = request.Identifiers[i];
            if (identifier.Kind.Length is 0 or > KindLengthMax || !identifier.Kind.All(IsKindCharacter))
                checks.Add($"identifiers[{i}].kind", "must be 1 to 32 of a-z 0-9 _");
            checks.Text($"identifiers[{i}].value", identifier.Value, 1, ValueLengthMax);
            var read = new MemberIdentifier(identifier.Kind, identifier.Value);
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

    private static bool IsKindCharacter(char character) =>
        char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_';
}
