using System.Globalization;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime.Members;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Enrolment;

/// <summary>
/// Changes members: what they are known by, what is known of them, whether their account is open. Each change is one
/// entry, in one append with what becomes of identifiers. All that is known is sealed anew with each change of it; a
/// change that another came before is made anew. Thread-safe.
/// </summary>
public sealed class MemberChanges(
    Ledger ledger, IMemberKeyVault keys, IdentifierHasher hasher, MemberEnrolment enrolment)
{
    private const int AttemptsMax = 16;

    // No identifier can be of this kind: kinds have no blanks.
    private const string ContentKind = "content of a change";

    private readonly ProfileSeal _seal = new(keys);

    private IdentifierDirectory Identifiers => enrolment.Identifiers;

    /// <summary>Gives a member one more identifier, which the program's kinds allow.</summary>
    public Task<WriteAnswer> AddIdentifierAsync(
        ProgramHost program, string memberId, RequestHead head, MemberIdentifier identifier)
    {
        var content = ContentOf(program, head, "add", identifier.Kind, identifier.Value);
        var hash = HashOf(program, identifier);
        return ChangeAsync(program, memberId, head, profile => new ProfileChange(
            WithIdentifier(program, profile, identifier, hash),
            next => new MemberCommand.AddIdentifier(Convert.FromHexString(hash), next)
            {
                RequestId = head.RequestId,
                RequestKey = RequestKey.Of(head.RequestId),
                ContentHash = content,
                OccurTime = head.OccurTime,
                Context = head.Context,
                ExpectedRevision = head.ExpectedRevision,
            },
            [Identifiers.Claim(program, hash)]));
    }

    /// <summary>Takes an identifier from a member.</summary>
    public Task<WriteAnswer> RemoveIdentifierAsync(
        ProgramHost program, string memberId, RequestHead head, MemberIdentifier identifier)
    {
        var content = ContentOf(program, head, "remove", identifier.Kind, identifier.Value);
        return ChangeAsync(program, memberId, head, profile =>
        {
            var hash = HeldHashOf(program, profile, identifier);
            var bytes = Convert.FromHexString(hash);
            return new ProfileChange(
                WithoutIdentifier(program, profile, hash),
                next => new MemberCommand.RemoveIdentifier(bytes, next)
            {
                RequestId = head.RequestId,
                RequestKey = RequestKey.Of(head.RequestId),
                ContentHash = content,
                OccurTime = head.OccurTime,
                Context = head.Context,
                ExpectedRevision = head.ExpectedRevision,
            },
                [Identifiers.Release(program, bytes)]);
        });
    }

    /// <summary>Replaces an identifier by another, which the program's kinds allow: the old one is dead for
    /// good.</summary>
    public Task<WriteAnswer> ReplaceIdentifierAsync(
        ProgramHost program,
        string memberId,
        RequestHead head,
        MemberIdentifier oldIdentifier,
        MemberIdentifier newIdentifier)
    {
        var content = ContentOf(program, head, "replace",
            oldIdentifier.Kind, oldIdentifier.Value, newIdentifier.Kind, newIdentifier.Value);
        var newHash = HashOf(program, newIdentifier);
        var newBytes = Convert.FromHexString(newHash);
        return ChangeAsync(program, memberId, head, profile =>
        {
            var oldHash = HeldHashOf(program, profile, oldIdentifier);
            var oldBytes = Convert.FromHexString(oldHash);
            var without = WithoutIdentifier(program, profile, oldHash);
            return new ProfileChange(
                WithIdentifier(program, without, newIdentifier, newHash),
                next => new MemberCommand.ReplaceIdentifier(oldBytes, newBytes, next)
            {
                RequestId = head.RequestId,
                RequestKey = RequestKey.Of(head.RequestId),
                ContentHash = content,
                OccurTime = head.OccurTime,
                Context = head.Context,
                ExpectedRevision = head.ExpectedRevision,
            },
                [
                    Identifiers.Retire(program, oldBytes, newBytes),
                    Identifiers.Claim(program, newHash, oldBytes),
                ]);
        });
    }

    /// <summary>Changes what is known of a member, but for its identifiers.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="head">What all writes have in common.</param>
    /// <param name="request">The request in one text, which tells it from others.</param>
    /// <param name="change">The profile changed; called again where another change came first.</param>
    public Task<WriteAnswer> UpdateAsync(
        ProgramHost program,
        string memberId,
        RequestHead head,
        string request,
        Func<PersonalProfile, PersonalProfile> change)
    {
        var content = ContentOf(program, head, "update", request);
        return ChangeAsync(program, memberId, head, profile => new ProfileChange(
            change(profile) with { Identifiers = profile.Identifiers },
            next => new MemberCommand.UpdateMember(next)
            {
                RequestId = head.RequestId,
                RequestKey = RequestKey.Of(head.RequestId),
                ContentHash = content,
                OccurTime = head.OccurTime,
                Context = head.Context,
                ExpectedRevision = head.ExpectedRevision,
            },
            []));
    }

    /// <summary>Blocks, closes or opens an account.</summary>
    public async Task<WriteAnswer> SetStatusAsync(
        ProgramHost program, string memberId, RequestHead head, MemberStatus status, string reasonCode)
    {
        var number = ((int)status).ToString(CultureInfo.InvariantCulture);
        var content = ContentOf(program, head, "status", number, reasonCode);
        var command = new MemberCommand.SetMemberStatus(status, reasonCode)
            {
                RequestId = head.RequestId,
                RequestKey = RequestKey.Of(head.RequestId),
                ContentHash = content,
                OccurTime = head.OccurTime,
                Context = head.Context,
                ExpectedRevision = head.ExpectedRevision,
            };
        return await ledger.ChangeAsync(program, memberId, head.Principal, command, []);
    }

    /// <summary>
    /// Erases a person. The wish is durable before the entry, and the key goes after it; where a crash comes in
    /// between, <see cref="FinishErasuresAsync"/> lets it go.
    /// </summary>
    public async Task<WriteAnswer> EraseAsync(ProgramHost program, string memberId, RequestHead head)
    {
        var content = ContentOf(program, head, "erase");
        var stream = StreamOf(program, memberId);
        await keys.MarkAsync(stream);
        for (var attempt = 1; ; attempt++)
        {
            var member = await ledger.GetBalanceAsync(program, memberId);
            var hashes = member.IsEnrolled ? member.Identifiers : IdentifierSet.Empty;
            var command = new MemberCommand.EraseMember([.. hashes])
            {
                RequestId = head.RequestId,
                RequestKey = RequestKey.Of(head.RequestId),
                ContentHash = content,
                OccurTime = head.OccurTime,
                Context = head.Context,
                ExpectedRevision = head.ExpectedRevision,
            };
            var answer = await ledger.ChangeAsync(
                program, memberId, head.Principal, command,
                [.. hashes.Select(hash => Identifiers.Release(program, hash))]);
            if (answer.Rejection?.Reason == RejectionReason.ProfileMoved && attempt < AttemptsMax)
                continue;
            if (answer.Event is MemberEvent.MemberErased
                || answer.Rejection?.Reason == RejectionReason.MemberErased)
            {
                await keys.DeleteAsync(stream);
            }

            return answer;
        }
    }

    /// <summary>Lets go of the keys of members who were erased when a crash came; called before serving.</summary>
    public async Task FinishErasuresAsync()
    {
        foreach (var stream in await keys.ListMarkedAsync())
        {
            var parts = stream.Parts;
            if (ledger.FindProgram(parts[0], parts[1]) is not { } program)
                continue;
            var member = await ledger.GetBalanceAsync(program, parts[2]);
            if (member is { IsEnrolled: true, Status: MemberStatus.Erased })
                await keys.DeleteAsync(stream);
            else
                await keys.UnmarkAsync(stream);
        }
    }

    private async Task<WriteAnswer> ChangeAsync(
        ProgramHost program, string memberId, RequestHead head, Func<PersonalProfile, ProfileChange> make)
    {
        var stream = StreamOf(program, memberId);
        for (var attempt = 1; ; attempt++)
        {
            var member = await ledger.GetBalanceAsync(program, memberId);
            var isOpen = member.IsEnrolled && member.Status != MemberStatus.Erased;
            var change = make(isOpen
                ? await enrolment.ReadProfileAsync(program, memberId, member)
                : PersonalProfile.Empty);
            // For who is not there nothing is sealed: the command is refused, or was answered before.
            var bytes = isOpen ? await _seal.SealAsync(stream, change.Profile) : [];
            var command = change.Command(new SealedProfile(bytes, member.ProfileRevision));
            var answer = await ledger.ChangeAsync(program, memberId, head.Principal, command, change.Identifiers);
            if (answer.Rejection?.Reason == RejectionReason.ProfileMoved && attempt < AttemptsMax)
                continue;
            // Erased meanwhile: what sealing may have made is a key of nothing.
            if (isOpen && answer.Rejection?.Reason == RejectionReason.MemberErased)
                await keys.DeleteAsync(stream);
            return answer;
        }
    }

    private StreamId StreamOf(ProgramHost program, string memberId) =>
        StreamId.Member(program.Tenant, program.Id, memberId);

    private ContentHash ContentOf(ProgramHost program, RequestHead head, params string[] parts)
    {
        // Lengths in front of the parts: no two lists of parts make one text.
        var text = string.Concat(parts.Select(part => FormattableString.Invariant($"{part.Length}:{part}")));
        return ContentHasher.ChangeMember(
            head.OccurTime, head.Context, hasher.Hash(program.FullName, ContentKind, text));
    }

    private string HashOf(ProgramHost program, MemberIdentifier identifier) => Identifiers.HashOf(program, identifier)
        ?? throw new ArgumentException("The program knows no such identifier.", nameof(identifier));

    // The hash under which the member has it: in its normal form, or to the letter from before there was one.
    private string HeldHashOf(ProgramHost program, PersonalProfile profile, MemberIdentifier identifier)
    {
        var literal = Identifiers.ClaimedHashOf(program, identifier with { ClaimedHash = "" });
        var isLiteral = profile.Identifiers.Any(held => Identifiers.ClaimedHashOf(program, held) == literal);
        return isLiteral ? literal : Identifiers.FoundHashOf(program, identifier) ?? literal;
    }

    private PersonalProfile WithIdentifier(
        ProgramHost program, PersonalProfile profile, MemberIdentifier identifier, string hash) => profile with
    {
        Identifiers = [.. profile.Identifiers, Identifiers.WithClaimedHash(program, identifier, hash)],
    };

    private PersonalProfile WithoutIdentifier(ProgramHost program, PersonalProfile profile, string hash) =>
        profile with
        {
            Identifiers =
            [
                .. profile.Identifiers.Where(held => Identifiers.ClaimedHashOf(program, held) != hash),
            ],
        };

    private sealed record ProfileChange(
        PersonalProfile Profile,
        Func<SealedProfile, MemberCommand> Command,
        IReadOnlyList<IdentifierChange> Identifiers);
}
