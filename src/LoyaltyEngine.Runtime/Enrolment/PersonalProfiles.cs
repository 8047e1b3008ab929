using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Journal.Stored;

namespace LoyaltyEngine.Runtime.Enrolment;

/// <summary>Profiles in the form that is sealed.</summary>
internal static class PersonalProfiles
{
    /// <summary>The bytes to seal; empty where nothing is known. The same profile gives the same bytes.</summary>
    public static byte[] Write(PersonalProfile profile)
    {
        var data = new PersonalData
        {
            GivenName = profile.GivenName,
            FamilyName = profile.FamilyName,
            Email = profile.Email,
            Phone = profile.Phone,
            BirthDate = profile.BirthDate,
        };
        foreach (var identifier in profile.Identifiers)
            data.Identifiers.Add(new Identifier { Kind = identifier.Kind, Value = identifier.Value });
        return PersonalDataCodec.Write(data);
    }

    /// <summary>The profile from its unsealed bytes.</summary>
    public static PersonalProfile Read(ReadOnlySpan<byte> bytes)
    {
        var data = PersonalDataCodec.Read(bytes);
        return new PersonalProfile
        {
            GivenName = data.GivenName,
            FamilyName = data.FamilyName,
            Email = data.Email,
            Phone = data.Phone,
            BirthDate = data.BirthDate,
            Identifiers = [.. data.Identifiers.Select(stored => new MemberIdentifier(stored.Kind, stored.Value))],
        };
    }
}
