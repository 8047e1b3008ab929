using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Runtime.Members;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime;

// What members are known by: each identifier has a stream of its own, whose last record says who has it.
public sealed partial class Ledger
{
    /// <summary>Who has an identifier, by its stream.</summary>
    internal async ValueTask<IdentifierAnswer> FindIdentifierAsync(ProgramHost program, StreamId stream, byte[] hash)
    {
        _admission.Enter();
        try
        {
            var standing = await ReadStandingAsync(stream);
            if (standing.Last is not { } last)
                return IdentifierAnswer.Unknown;
            return last.Step switch
            {
                IdentifierStep.Retire => new(IdentifierState.Retired, last.MemberId, standing.Revision),
                IdentifierStep.Claim when await IsHeldAsync(program, last.MemberId, hash) =>
                    new(IdentifierState.Held, last.MemberId, standing.Revision),
                _ => new(IdentifierState.Released, last.MemberId, standing.Revision),
            };
        }
        finally
        {
            _admission.Leave();
        }
    }

    /// <summary>Whether a member in memory, perhaps ahead of the disk, is known by an identifier.</summary>
    internal async ValueTask<bool> IsHeldInMemoryAsync(ProgramHost program, string memberId, byte[] hash) =>
        (await program.Members.GetAsync(memberId)).HasIdentifier(hash);

    // What the member gave up is given up once that is durable, and not before.
    private async ValueTask<bool> IsHeldAsync(ProgramHost program, string memberId, byte[] hash)
    {
        if (await IsHeldInMemoryAsync(program, memberId, hash))
            return true;
        var member = await ReadMemberAsync(program, memberId);
        return member.IsEnrolled && member.Identifiers.Contains(hash);
    }

    private async ValueTask<IdentifierStanding> ReadStandingAsync(StreamId stream)
    {
        var page = await _journal.ReadBackwardAsync(stream, null, 1);
        return page.Records is [var last, ..]
            ? new(stream, last.Revision, last.Hash, IdentifierCodec.Read(last))
            : new(stream, 0, ChainHash.Genesis(stream), null);
    }

    private async ValueTask<IdentifierPlan> PlanAsync(
        ProgramHost program, string memberId, IReadOnlyList<IdentifierChange> changes)
    {
        var plan = new IdentifierPlan(memberId);
        foreach (var change in changes)
        {
            var standing = await ReadStandingAsync(change.Stream);
            var isOrphan = change.Step == IdentifierStep.Claim
                && standing.Last is { Step: IdentifierStep.Claim }
                && !standing.IsClaimedBy(memberId)
                && await IsOrphanAsync(program, standing);
            plan.Add(change, standing, isOrphan);
        }

        return plan;
    }

    // Where a claim and its member's entry are not one append, a crash may leave a claim alone. Whoever comes later may
    // take it over, once the entry can no longer be on its way.
    private async ValueTask<bool> IsOrphanAsync(ProgramHost program, IdentifierStanding standing)
    {
        var claim = standing.Last!;
        var age = _clock.Next().UnixNanoseconds - claim.RecordTime.UnixNanoseconds;
        return age > _options.OrphanClaimAge.Ticks * 100
            && !await IsHeldAsync(program, claim.MemberId, Convert.FromHexString(standing.Stream.Parts[^1]));
    }
}
