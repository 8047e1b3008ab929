using System.Collections.Concurrent;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime.Members;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Enrolment;

/// <summary>
/// Finds members by what they are known by. Remembers who was found by what, and believes it as long as that member is
/// still known by it; so a till that sends card numbers costs no look-up in the journal. Thread-safe.
/// </summary>
public sealed class IdentifierDirectory(Ledger ledger, IdentifierHasher hasher)
{
    /// <summary>The most identifiers that are remembered; past it all are forgotten and found anew.</summary>
    public const int RememberedMax = 200_000;

    private readonly ConcurrentDictionary<StreamId, string> _remembered = new();

    /// <summary>
    /// The keyed hash of an identifier in its normal form, in hexadecimal; null where the program knows no such kind or
    /// the value is none of it.
    /// </summary>
    public string? HashOf(ProgramHost program, MemberIdentifier identifier) =>
        ledger.ProgramNow(program).NormaliseIdentifier(identifier.Kind, identifier.Value) is { } normal
            ? hasher.Hash(program.FullName, identifier.Kind, normal)
            : null;

    /// <summary>
    /// The hash under which an identifier would be found, also one that was given under an earlier version: every
    /// version that declares the kind gives it the same normal form. Null where none does, or it is of another format.
    /// </summary>
    public string? FoundHashOf(ProgramHost program, MemberIdentifier identifier)
    {
        var kind = program.Schedule.Standing
            .Select(version => version.Definition.Identifiers.FirstOrDefault(one => one.Kind == identifier.Kind))
            .FirstOrDefault(one => one is not null);
        return kind is not null && IdentifierForms.NormalForm(kind, identifier.Value) is { } normal
            ? hasher.Hash(program.FullName, identifier.Kind, normal)
            : null;
    }

    /// <summary>Who has an identifier, or had it last.</summary>
    public async ValueTask<IdentifierAnswer> FindAsync(ProgramHost program, MemberIdentifier identifier)
    {
        var answer = FoundHashOf(program, identifier) is { } hash
            ? await FindAsync(program, hash)
            : IdentifierAnswer.Unknown;
        if (answer.State != IdentifierState.Unknown)
            return answer;

        // It was claimed to the letter where no version declared its kind.
        var literal = hasher.Hash(program.FullName, identifier.Kind, identifier.Value);
        return await FindAsync(program, literal);
    }

    internal StreamId StreamOf(ProgramHost program, string hash) =>
        StreamId.Identifier(program.Tenant, program.Id, hash);

    internal IdentifierChange Claim(ProgramHost program, string hash, byte[]? predecessor = null) =>
        new(StreamOf(program, hash), IdentifierStep.Claim, predecessor ?? []);

    internal IdentifierChange Release(ProgramHost program, byte[] hash) =>
        new(StreamOf(program, Convert.ToHexStringLower(hash)), IdentifierStep.Release, []);

    internal IdentifierChange Retire(ProgramHost program, byte[] hash, byte[] successor) =>
        new(StreamOf(program, Convert.ToHexStringLower(hash)), IdentifierStep.Retire, successor);

    /// <summary>The hash under which a member's identifier is claimed, in hexadecimal.</summary>
    internal string ClaimedHashOf(ProgramHost program, MemberIdentifier identifier) => identifier.ClaimedHash.Length > 0
        ? identifier.ClaimedHash
        : hasher.Hash(program.FullName, identifier.Kind, identifier.Value);

    /// <summary>The identifier with the hash under which it is to be claimed.</summary>
    internal MemberIdentifier WithClaimedHash(ProgramHost program, MemberIdentifier identifier, string hash) =>
        hash == hasher.Hash(program.FullName, identifier.Kind, identifier.Value)
            ? identifier
            : identifier with { ClaimedHash = hash };

    private async ValueTask<IdentifierAnswer> FindAsync(ProgramHost program, string hash)
    {
        var stream = StreamOf(program, hash);
        var bytes = Convert.FromHexString(hash);
        if (_remembered.TryGetValue(stream, out var memberId)
            && await ledger.IsHeldInMemoryAsync(program, memberId, bytes))
        {
            return new IdentifierAnswer(IdentifierState.Held, memberId, 0);
        }

        var answer = await ledger.FindIdentifierAsync(program, stream, bytes);
        if (answer.State != IdentifierState.Held)
        {
            _remembered.TryRemove(stream, out _);
            return answer;
        }

        if (_remembered.Count >= RememberedMax)
            _remembered.Clear();
        _remembered[stream] = answer.MemberId;
        return answer;
    }
}
