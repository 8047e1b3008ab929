using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Keys;

namespace LoyaltyEngine.Runtime.Enrolment;

/// <summary>Seals profiles under the members' keys and opens them. Thread-safe.</summary>
internal sealed class ProfileSeal(IMemberKeyVault keys)
{
    /// <summary>The sealed profile; empty where nothing is known. The key is durable before it is used.</summary>
    public async ValueTask<byte[]> SealAsync(StreamId member, PersonalProfile profile)
    {
        var clear = PersonalProfiles.Write(profile);
        return clear.Length == 0
            ? []
            : PersonalDataSealer.Seal(await keys.GetOrCreateAsync(member), member, clear);
    }

    /// <summary>The profile; nothing where nothing was known or the key is gone.</summary>
    public async ValueTask<PersonalProfile> OpenAsync(StreamId member, byte[]? sealedProfile) =>
        sealedProfile is { Length: > 0 }
        && await keys.FindAsync(member) is { } key
        && PersonalDataSealer.TryUnseal(key, member, sealedProfile) is { } clear
            ? PersonalProfiles.Read(clear)
            : PersonalProfile.Empty;
}
