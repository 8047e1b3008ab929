using System.Security.Cryptography;
using System.Text;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime.Members;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Enrolment;

/// <summary>
/// Enrols members and reads what is known of them. What is personal enters the journal sealed under a key of the
/// member's own, and identifiers as keyed hashes: without the keys the ledger tells nothing of anybody. Thread-safe.
/// </summary>
public sealed class MemberEnrolment(Ledger ledger, IMemberKeyVault keys, IdentifierHasher hasher)
{
    private const int MadeIdBytes = 13;

    // No identifier can be of this kind: kinds have no blanks.
    private const string ContentKind = "content of an enrolment";

    /// <summary>
    /// The id of a member whose caller gave none: made from the request, so that the request sent again names the same
    /// member.
    /// </summary>
    public static string MemberIdOf(string programId, string requestId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{programId}\n{requestId}"));
        return $"m-{Convert.ToHexStringLower(hash.AsSpan(0, MadeIdBytes))}";
    }

    /// <summary>Enrols a member; its key is durable before anything sealed with it.</summary>
    public async Task<WriteAnswer> EnrolAsync(
        ProgramHost program, string memberId, RequestHead head, PersonalProfile profile)
    {
        var stream = StreamId.Member(program.Tenant, program.Id, memberId);
        var clear = PersonalProfiles.Write(profile);
        var hashes = profile.Identifiers
            .Select(identifier => hasher.Hash(program.Id, identifier.Kind, identifier.Value))
            .Distinct()
            .ToArray();
        // What the content hash covers is personal and could be guessed: it goes in under the installation's secret.
        var content = hasher.Hash(program.Id, ContentKind, Convert.ToBase64String(clear));
        var command = new MemberCommand.EnrolMember(
            await SealAsync(stream, clear), [.. hashes.Select(Convert.FromHexString)])
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.Enrol(head.OccurTime, head.Context, content),
            OccurTime = head.OccurTime,
            Context = head.Context,
        };
        var claims = hashes
            .Select(hash => new IdentifierClaim(
                StreamId.Identifier(program.Tenant, program.Id, hash), memberId))
            .ToArray();
        return await ledger.EnrolAsync(program, memberId, head.Principal, command, claims);
    }

    /// <summary>What is known of a member by the entry that enrolled it; nothing where the key is gone.</summary>
    public async Task<PersonalProfile> ReadProfileAsync(ProgramHost program, string memberId, MemberEvent enrolment)
    {
        if (enrolment is not MemberEvent.MemberEnrolled { SealedPersonalData: { Length: > 0 } sealedData })
            return PersonalProfile.Empty;
        var stream = StreamId.Member(program.Tenant, program.Id, memberId);
        return await keys.FindAsync(stream) is { } key
            && PersonalDataSealer.TryUnseal(key, stream, sealedData) is { } clear
                ? PersonalProfiles.Read(clear)
                : PersonalProfile.Empty;
    }

    private async Task<byte[]> SealAsync(StreamId stream, byte[] clear) => clear.Length == 0
        ? []
        : PersonalDataSealer.Seal(await keys.GetOrCreateAsync(stream), stream, clear);
}
