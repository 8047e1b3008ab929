using System.Security.Cryptography;
using System.Text;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Enrolment;

/// <summary>
/// Enrols members and reads what is known of them. What is personal enters the journal sealed under a key of the
/// member's own, and identifiers as keyed hashes: without the keys the ledger tells nothing of anybody. Thread-safe.
/// </summary>
public sealed class MemberEnrolment(Ledger ledger, IMemberKeyVault keys, IdentifierHasher hasher)
{
    private const int MadeIdBytes = 13;

    // No identifier can be of these kinds: kinds have no blanks.
    private const string ContentKind = "content of an enrolment";
    private const string MemberKind = "member enrolled at a till";

    // The member's first request, so no other can have its id.
    private const string TillRequestId = "enrolled-at-till";

    private readonly ProfileSeal _seal = new(keys);

    /// <summary>Finds members by what they are known by.</summary>
    public IdentifierDirectory Identifiers { get; } = new(ledger, hasher);

    /// <summary>
    /// The id of a member whose caller gave none: made from the request, so that the request sent again names the same
    /// member.
    /// </summary>
    public static string MemberIdOf(string programId, string requestId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{programId}\n{requestId}"));
        return $"m-{Convert.ToHexStringLower(hash.AsSpan(0, MadeIdBytes))}";
    }

    /// <summary>
    /// The id of the member whom an earn with this identifier would enrol: always the same while the identifier does
    /// not change hands.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="identifier">The identifier, one that the program's kinds allow.</param>
    /// <param name="revision">How often it changed hands.</param>
    public string TillMemberIdOf(ProgramHost program, MemberIdentifier identifier, long revision)
    {
        var hash = Identifiers.HashOf(program, identifier)
            ?? throw new ArgumentException("The program knows no such identifier.", nameof(identifier));
        var id = hasher.Hash(program.FullName, MemberKind, FormattableString.Invariant($"{hash}/{revision}"));
        return $"m-{id[..(2 * MadeIdBytes)]}";
    }

    /// <summary>Enrols a member; its key is durable before anything sealed with it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="head">What all writes have in common.</param>
    /// <param name="profile">What is known; its identifiers are such that the program's kinds allow.</param>
    public async Task<WriteAnswer> EnrolAsync(
        ProgramHost program, string memberId, RequestHead head, PersonalProfile profile)
    {
        var stream = StreamId.Member(program.Tenant, program.Id, memberId);
        var identifiers = profile.Identifiers
            .Select(identifier => Identifiers.WithClaimedHash(
                program, identifier, Identifiers.HashOf(program, identifier)
                    ?? throw new ArgumentException("The program knows no such identifier.", nameof(profile))))
            .DistinctBy(identifier => Identifiers.ClaimedHashOf(program, identifier))
            .ToArray();
        var hashes = identifiers.Select(identifier => Identifiers.ClaimedHashOf(program, identifier)).ToArray();
        // What the content hash covers is personal and could be guessed: it goes in under the installation's secret.
        var content = hasher.Hash(
            program.FullName, ContentKind, Convert.ToBase64String(PersonalProfiles.Write(profile)));
        var command = new MemberCommand.EnrolMember(
            await _seal.SealAsync(stream, profile with { Identifiers = identifiers }),
            [.. hashes.Select(Convert.FromHexString)])
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.Enrol(head.OccurTime, head.Context, content),
            OccurTime = head.OccurTime,
            Context = head.Context,
            BirthDate = profile.BirthDate,
            LegalProfile = profile.LegalProfile,
        };
        return await ledger.ChangeAsync(
            program, memberId, head.Principal, command,
            [.. hashes.Select(hash => Identifiers.Claim(program, hash))]);
    }

    /// <summary>Enrols who comes to a till with an identifier that nobody has.</summary>
    public Task<WriteAnswer> EnrolAtTillAsync(
        ProgramHost program, string memberId, RequestHead head, MemberIdentifier identifier) =>
        EnrolAsync(
            program,
            memberId,
            head with { RequestId = TillRequestId, ExpectedRevision = null },
            new PersonalProfile { Identifiers = [identifier] });

    /// <summary>What was known of a member with an entry that speaks of it; nothing where the key is gone.</summary>
    public async Task<PersonalProfile> ReadProfileAsync(ProgramHost program, string memberId, MemberEvent entry) =>
        await _seal.OpenAsync(StreamId.Member(program.Tenant, program.Id, memberId), entry.SealedProfile);

    /// <summary>What is known of a member.</summary>
    public async Task<PersonalProfile> ReadProfileAsync(ProgramHost program, string memberId, BalanceAnswer member) =>
        member.ProfileRevision > 0
        && await ledger.FindEntryAsync(program, memberId, member.ProfileRevision) is { } entry
            ? await ReadProfileAsync(program, memberId, entry)
            : PersonalProfile.Empty;
}
