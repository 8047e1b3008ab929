using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Support;

/// <summary>
/// Recomputes one member from the journal: that revisions have no gaps, that each entry continues the hash chain, that
/// the entries fold, and that all of it is what the member in memory says. Belongs to one verification.
/// </summary>
internal sealed class MemberVerifier(StreamId stream)
{
    /// <summary>The most faults that are told.</summary>
    public const int FaultCountMax = 20;

    private readonly Member _member = new();
    private readonly List<MemberFault> _faults = [];
    private ChainHash _hash = ChainHash.Genesis(stream);
    private long _entryCount;
    private long _pointsSum;
    private bool _isBroken;

    /// <summary>Verifies a member; null where there is none.</summary>
    public static async Task<MemberVerification?> VerifyAsync(
        Ledger ledger,
        ProgramHost program,
        IJournal journal,
        string memberId,
        StreamId stream,
        CancellationToken cancellation)
    {
        var verifier = new MemberVerifier(stream);
        var live = default(LiveState);
        try
        {
            live = await ledger.LookAsync(program, memberId, (member, hash, _) => new LiveState(
                member.Revision, member.IsEnrolled, member.Balance, hash, MemberSnapshot.Write(member)));
        }
        catch (Exception stopped) when (stopped is MemberStoppedException or JournalCorruptException)
        {
            verifier.Fault(0, $"the member is stopped: {stopped.InnerException?.Message ?? stopped.Message}");
        }

        if (live is { State: not null, IsEnrolled: false })
            return null;
        try
        {
            var through = live.State is null ? long.MaxValue : live.Revision;
            await foreach (var record in StoredHistory.ReadAsync(journal, stream, through, cancellation))
                verifier.Add(record);
        }
        catch (JournalCorruptException damage)
        {
            verifier.Fault(verifier._entryCount + 1, damage.Message);
        }

        if (live.State is not null)
            verifier.Compare(live);
        return new MemberVerification(
            verifier._entryCount,
            verifier._entryCount,
            verifier._hash,
            verifier._member.Balance,
            live.State is null ? null : live.Balance,
            verifier._faults);
    }

    private void Add(StoredRecord record)
    {
        if (_isBroken)
            return;
        if (record.Revision != _entryCount + 1)
        {
            Break(record.Revision, $"follows entry {_entryCount}");
            return;
        }

        var next = _hash.Next(record.Revision, record.Body.Span);
        if (!next.Equals(record.Hash))
        {
            Break(record.Revision, "breaks the hash chain");
            return;
        }

        try
        {
            var entry = EntryCodec.Read(record);
            MemberFold.Evolve(_member, entry);
            _pointsSum += entry.Points;
        }
        catch (Exception e) when (e is CorruptMemberException or JournalCorruptException or OverflowException)
        {
            Break(record.Revision, e.Message);
            return;
        }

        _hash = next;
        _entryCount++;
        if (_pointsSum != _member.Balance.Total)
            Fault(record.Revision, $"the entries sum to {_pointsSum}, the balance is {_member.Balance.Total}");
    }

    private void Compare(in LiveState live)
    {
        if (_isBroken)
            return;
        if (_entryCount != live.Revision)
            Fault(0, $"the journal has {_entryCount} entries, the member {live.Revision}");
        else if (!_hash.Equals(live.Hash))
            Fault(live.Revision, $"the chain's hash is {_hash}, the member's is {live.Hash}");
        if (_member.Balance != live.Balance)
            Fault(live.Revision, $"the entries fold to {_member.Balance}, the member has {live.Balance}");
        else if (!MemberSnapshot.Write(_member).AsSpan().SequenceEqual(live.State))
            Fault(live.Revision, "the member differs from what the entries fold to");
    }

    private void Break(long revision, string message)
    {
        _isBroken = true;
        Fault(revision, message);
    }

    private void Fault(long revision, string message)
    {
        if (_faults.Count < FaultCountMax)
            _faults.Add(new MemberFault(revision, message));
    }

    private readonly record struct LiveState(
        long Revision, bool IsEnrolled, Balance Balance, ChainHash Hash, byte[]? State);
}
