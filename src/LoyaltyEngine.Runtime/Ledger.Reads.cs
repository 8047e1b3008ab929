using System.Runtime.CompilerServices;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Runtime.Members;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime;

// Reads: what they tell is durable before it is told.
public sealed partial class Ledger
{
    /// <summary>Reads a member's balance and status.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<BalanceAnswer> GetBalanceAsync(ProgramHost program, string memberId)
    {
        _admission.Enter();
        try
        {
            return await ReadMemberAsync(program, memberId);
        }
        catch (JournalOverloadedException cause)
        {
            throw new NodeOverloadedException(RetryDelay, cause);
        }
        finally
        {
            _admission.Leave();
        }
    }

    /// <summary>Reads a member's balance, and when which points become available and expire.</summary>
    public async ValueTask<ScheduleAnswer> GetScheduleAsync(ProgramHost program, string memberId) =>
        await LookAsync(program, memberId, (member, _, recordTime) =>
            new ScheduleAnswer(
                member.IsEnrolled,
                member.Balance,
                PointSchedule.Of(member),
                member.Revision,
                member.WaitingReturns.All.ToArray(),
                member.Debts.Open[..Math.Min(member.Debts.Open.Length, PointSchedule.CountMax)].ToArray(),
                TierAnswer.Of(member, program.TiersAt(recordTime), recordTime)));

    /// <summary>Applies what is due for a member; durable when it completes. Nobody asked for the member: it is held in
    /// memory afterwards only where it was before.</summary>
    internal async ValueTask ApplyDueAsync(StreamId stream)
    {
        var parts = stream.Parts;
        if (FindProgram(parts[0], parts[1]) is not { } program)
            return;
        for (var round = 0; ; round++)
        {
            ThrowIfTooMany(round, RoundsMax);
            var (host, wasHeld) = await program.Members.GetUnaskedAsync(parts[2]);
            var step = host.ApplyDue(_clock);
            if (step.IsDecided && await step.Durable == AppendOutcome.Durable)
            {
                host.NoteDurable(step.Revision);
                if (!wasHeld)
                    program.Members.RemoveIfUnasked(parts[2], host);
                return;
            }

            program.Members.Drop(parts[2], host);
        }
    }

    /// <summary>Looks at a member; what it stands for is durable before it is told.</summary>
    internal async ValueTask<T> LookAsync<T>(ProgramHost program, string memberId, MemberLook<T> look)
    {
        _admission.Enter();
        try
        {
            for (var round = 0; ; round++)
            {
                ThrowIfTooMany(round, RoundsMax);
                var host = await program.Members.GetAsync(memberId);
                var step = host.Look(look, _clock, out var seen);
                if (step.IsDecided && await step.Durable == AppendOutcome.Durable)
                {
                    host.NoteDurable(step.Revision);
                    program.Members.RemoveIfEmpty(memberId, host);
                    return seen;
                }

                program.Members.Drop(memberId, host);
            }
        }
        catch (JournalOverloadedException cause)
        {
            throw new NodeOverloadedException(RetryDelay, cause);
        }
        finally
        {
            _admission.Leave();
        }
    }

    /// <summary>Tells what became of a request, as of now.</summary>
    public async ValueTask<OutcomeAnswer> GetOutcomeAsync(ProgramHost program, string memberId, string requestId)
    {
        _admission.Enter();
        try
        {
            var key = RequestKey.Of(requestId);
            var evidence = default(RequestEvidence);
            for (var round = 0; ; round++)
            {
                ThrowIfTooMany(round, RoundsMax);
                var host = await program.Members.GetAsync(memberId);
                var step = host.FindOutcome(key, evidence, out var revision);
                if (step.IsDecided && await step.Durable == AppendOutcome.Durable)
                {
                    host.NoteDurable(step.Revision);
                    program.Members.RemoveIfEmpty(memberId, host);
                    return new OutcomeAnswer(evidence.Prior, revision);
                }

                if (step.IsStale || step.IsDecided)
                    program.Members.Drop(memberId, host);
                else
                    evidence = await FindEvidenceAsync(host, requestId, key, step.EvidenceThrough);
            }
        }
        catch (JournalOverloadedException cause)
        {
            throw new NodeOverloadedException(RetryDelay, cause);
        }
        finally
        {
            _admission.Leave();
        }
    }

    /// <summary>Reads a page of a member's entries, newest first; null where there is no such member.</summary>
    public async ValueTask<EntryPage?> ListEntriesAsync(
        ProgramHost program, string memberId, ReadCursor? from, int entryCountMax)
    {
        var member = await GetBalanceAsync(program, memberId);
        if (!member.IsEnrolled)
            return null;
        var stream = StreamId.Member(program.Tenant, program.Id, memberId);
        var page = await _journal.ReadBackwardAsync(stream, from, entryCountMax);
        return new EntryPage([.. page.Records.Select(EntryCodec.Read)], page.Next, member.Revision);
    }

    /// <summary>Reads one entry; null where the member has none of that revision.</summary>
    public async ValueTask<MemberEvent?> FindEntryAsync(ProgramHost program, string memberId, long revision)
    {
        var stream = StreamId.Member(program.Tenant, program.Id, memberId);
        return await _journal.ReadAsync(stream, revision) is { } record ? EntryCodec.Read(record) : null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<BalanceAnswer> ReadMemberAsync(ProgramHost program, string memberId)
    {
        for (var round = 0; ; round++)
        {
            ThrowIfTooMany(round, RoundsMax);
            var host = await program.Members.GetAsync(memberId);
            var step = host.Read(_clock, out var answer);
            if (step.IsDecided && await step.Durable == AppendOutcome.Durable)
            {
                host.NoteDurable(step.Revision);
                if (!answer.IsEnrolled)
                    program.Members.RemoveIfEmpty(memberId, host);
                return answer;
            }

            program.Members.Drop(memberId, host);
        }
    }
}
