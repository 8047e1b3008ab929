using Google.Protobuf;
using LoyaltyEngine.Core;
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
            LegalProfile = profile.LegalProfile,
        };
        foreach (var identifier in profile.Identifiers)
        {
            data.Identifiers.Add(new Identifier
            {
                Kind = identifier.Kind,
                Value = identifier.Value,
                Hash = ByteString.CopyFrom(Convert.FromHexString(identifier.ClaimedHash)),
            });
        }

        foreach (var attribute in profile.Attributes)
            data.Attributes.Add(new Journal.Stored.Attribute { Name = attribute.Name, Value = attribute.Value });
        foreach (var consent in profile.Consents)
        {
            data.Consents.Add(new Consent
            {
                Kind = consent.Kind,
                IsGranted = consent.IsGranted,
                DecideTime = consent.DecideTime.UnixNanoseconds,
                Source = consent.Source,
            });
        }

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
            LegalProfile = data.LegalProfile,
            Identifiers =
            [
                .. data.Identifiers.Select(stored => new MemberIdentifier(stored.Kind, stored.Value)
                {
                    ClaimedHash = Convert.ToHexStringLower(stored.Hash.Span),
                }),
            ],
            Attributes = [.. data.Attributes.Select(stored => new MemberAttribute(stored.Name, stored.Value))],
            Consents =
            [
                .. data.Consents.Select(stored => new MemberConsent(
                    stored.Kind, stored.IsGranted, new LedgerTime(stored.DecideTime), stored.Source)),
            ],
        };
    }
}
