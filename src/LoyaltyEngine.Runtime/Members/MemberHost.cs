using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Tiers;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Runtime.Due;

namespace LoyaltyEngine.Runtime.Members;

/// <summary>
/// One member in memory with its single writer. Whoever holds the lock on the host decides, changes the member and
/// hands the entry to the journal, in that order and without waiting; answers wait for the journal outside of the lock.
/// So the member in memory may be ahead of the disk, an answer never is.
/// </summary>
internal sealed class MemberHost(
    StreamId stream,
    IJournal journal,
    DueIndex index,
    int snapshotInterval,
    Func<LedgerTime, TierTable?> tiersAt)
{
    // About what an entry takes in the journal.
    private const int EntryBytes = 256;

    // With due entries, so that there is room for the decision's own, its identifiers and a snapshot.
    private const int AppendRecordCountMax = Journal.Append.RecordCountMax / 2;

    private Member _member = new();
    private ChainHash _hash;
    private UnsettledRequests? _unsettled;
    private Task? _loading;
    private Exception? _stopped;
    private bool _isStale;
    private long _durableRevision;
    private long _snapshotRevision;
    private LedgerTime _notedDue = LedgerTime.Never;

    /// <summary>The member's stream.</summary>
    public StreamId Stream => stream;

    /// <summary>Whether the member has been loaded.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Set whenever the member is used; taken back by the sweep that lets go of members that rest.</summary>
    public bool WasUsed { get; set; }

    /// <summary>
    /// Whether more entries exist than the member remembers the requests of, so that the journal is to be asked first.
    /// A hint, read without the lock: <see cref="Execute"/> makes sure.
    /// </summary>
    public bool MayHaveOldRequests => _member.Revision > RecentRequests.CountMax;

    /// <summary>Loads the member once, whoever asks first.</summary>
    /// <param name="isAskedFor">Whether somebody asked for the member, so that it is in use.</param>
    public Task LoadAsync(bool isAskedFor)
    {
        lock (this)
            return _loading ??= LoadNowAsync(isAskedFor);
    }

    /// <summary>Decides a command, unless the journal must be asked for its request id first.</summary>
    /// <param name="command">The command.</param>
    /// <param name="context">What the decision depends on, but for the record time and the request's earlier
    /// entry.</param>
    /// <param name="clock">Tells the record time.</param>
    /// <param name="evidence">What the journal told of the request id so far.</param>
    /// <param name="awaited">What it told of the sale's, where the command waits for one.</param>
    /// <param name="identifiers">What becomes of identifiers in the same append.</param>
    public HostStep Execute(
        MemberCommand command,
        DecisionContext context,
        RecordClock clock,
        in RequestEvidence evidence,
        in RequestEvidence awaited,
        IdentifierPlan identifiers)
    {
        lock (this)
        {
            ThrowIfStopped();
            if (_isStale)
                return HostStep.Stale();
            if (FindDoubt(command.RequestKey, evidence) is var doubt and > 0)
                return HostStep.NeedsEvidence(doubt);
            if (command is MemberCommand.ReturnSale { AwaitedRequestId.Length: > 0 } waits && context.Target is null
                && FindDoubt(waits.AwaitedRequestKey, awaited) is var saleDoubt and > 0)
                return HostStep.NeedsEvidenceOfAwaited(saleDoubt);

            var recordTime = BeginUse(clock, out var append);
            var tiers = tiersAt(recordTime);
            var decision = MemberDecider.Decide(
                _member, command, context with { RecordTime = recordTime, Prior = evidence.Prior, Tiers = tiers });
            if (decision is { Event: { } change, IsReplay: false })
            {
                append = Record(append, change);
                identifiers.WriteTo(append, change.Origin);
                while (ReturnDecider.Settle(_member, change, recordTime, tiers) is { } settled)
                    append = Record(append, settled);
                // What came late or came back may be over its time already.
                ApplyDue(clock, recordTime, ref append);
            }

            return HostStep.Decided(decision, Commit(append), _member.Revision);
        }
    }

    /// <summary>Reads the member; the answer may be given once the step is durable.</summary>
    public HostStep Read(RecordClock clock, out BalanceAnswer answer)
    {
        lock (this)
        {
            ThrowIfStopped();
            var recordTime = BeginUse(clock, out var append);
            answer = new BalanceAnswer(
                _member.IsEnrolled,
                _member.Balance,
                _member.Revision,
                _member.EnrolTime,
                _member.EnrolRevision,
                _member.Status,
                _member.ProfileRevision,
                _member.Identifiers,
                TierAnswer.Of(_member, tiersAt(recordTime), recordTime));
            // What a stale copy holds may never have happened, though another entry of that revision is durable by now.
            return _isStale ? HostStep.Stale()
                : HostStep.Decided(default, Commit(append), _member.Revision);
        }
    }

    /// <summary>Looks at the member; what was seen may be told once the step is durable.</summary>
    public HostStep Look<T>(MemberLook<T> look, RecordClock clock, out T seen)
    {
        lock (this)
        {
            ThrowIfStopped();
            var recordTime = BeginUse(clock, out var append);
            seen = look(_member, _hash, recordTime);
            if (_isStale)
                return HostStep.Stale();
            return HostStep.Decided(default, Commit(append), _member.Revision);
        }
    }

    /// <summary>Applies what is due, and notes what is so next; it may be told once the step is durable.</summary>
    public HostStep ApplyDue(RecordClock clock)
    {
        lock (this)
        {
            ThrowIfStopped();
            var wasUsed = WasUsed;
            BeginUse(clock, out var append);
            // Nobody asked for the member.
            WasUsed = wasUsed;
            NoteDue();
            return _isStale ? HostStep.Stale() : HostStep.Decided(default, Commit(append), _member.Revision);
        }
    }

    /// <summary>Whether the evidence settles what became of a request, as of the revision.</summary>
    public HostStep FindOutcome(ulong requestKey, in RequestEvidence evidence, out long revision)
    {
        lock (this)
        {
            ThrowIfStopped();
            revision = _member.Revision;
            if (_isStale)
                return HostStep.Stale();
            if (FindDoubt(requestKey, evidence) is var doubt and > 0)
                return HostStep.NeedsEvidence(doubt);
            return HostStep.Decided(default, journal.ConfirmAsync(stream, revision), revision);
        }
    }

    /// <summary>Whether the member in memory, which may be ahead of the disk, is known by an identifier.</summary>
    public bool HasIdentifier(ReadOnlySpan<byte> hash)
    {
        lock (this)
        {
            ThrowIfStopped();
            return !_isStale && _member.Identifiers.Contains(hash);
        }
    }

    /// <summary>Notes that the journal holds everything up to the revision.</summary>
    public void NoteDurable(long revision)
    {
        var known = Volatile.Read(ref _durableRevision);
        while (revision > known)
        {
            var seen = Interlocked.CompareExchange(ref _durableRevision, revision, known);
            if (seen == known)
                return;
            known = seen;
        }
    }

    /// <summary>Drops the copy in memory, with everything in it that is not durable: another writer came
    /// first.</summary>
    public void MarkStale()
    {
        lock (this)
            _isStale = true;
    }

    /// <summary>Marks the host stale where nothing would be lost by it: it rests, or there is no such member.</summary>
    public bool TryRetire(bool onlyIfEmpty)
    {
        lock (this)
        {
            var rests = onlyIfEmpty
                ? _member.Revision == 0
                : !WasUsed && _member.Revision <= Volatile.Read(ref _durableRevision);
            WasUsed &= onlyIfEmpty;
            if (!IsLoaded || !rests || _stopped is not null)
                return false;
            return _isStale = true;
        }
    }

    // The lowest revision through which the journal must be asked before it is certain what the request did; 0 where it
    // is.
    private long FindDoubt(ulong requestKey, in RequestEvidence evidence)
    {
        if (evidence.Prior is not null)
            return 0;

        var recent = _member.RecentRequests;
        var candidate = recent.FindBefore(long.MaxValue, requestKey);
        if (candidate > evidence.CompleteThrough)
            return candidate;
        if (_unsettled is { } unsettled)
        {
            var unsettledCandidate = unsettled.Find(RecentRequests.Fingerprint(requestKey));
            if (unsettledCandidate > evidence.CompleteThrough)
                return unsettledCandidate;
        }

        var rememberedFrom = Math.Min(recent.Floor + 1, _unsettled?.First ?? long.MaxValue);
        return evidence.CompleteThrough >= rememberedFrom - 1 ? 0 : rememberedFrom - 1;
    }

    // Every decision and every read first applies what is due for the member, in the same commit.
    private LedgerTime BeginUse(RecordClock clock, out Append? append)
    {
        WasUsed = true;
        append = null;
        var recordTime = RecordTime(clock);
        if (!_isStale)
            ApplyDue(clock, recordTime, ref append);
        return recordTime;
    }

    private void ApplyDue(RecordClock clock, LedgerTime recordTime, ref Append? append)
    {
        var through = recordTime < clock.DueLimit ? recordTime : clock.DueLimit;
        if (DueDecider.NextTime(_member) > through)
            return;
        while (DueDecider.Decide(_member, recordTime, through, tiersAt) is { } due)
        {
            append = Record(append, due);
            if (append.Records.Count < AppendRecordCountMax)
                continue;
            // What follows rests on it, so that its outcome is theirs.
            _ = Commit(append).AsTask();
            append = null;
        }
    }

    // Changes the member and adds the entry to what is to be appended.
    private Append Record(Append? append, MemberEvent change)
    {
        try
        {
            RememberUnsettled();
            MemberFold.Evolve(_member, change);
            if (DueDecider.NextTime(_member) < _notedDue)
                NoteDue();
        }
        catch (CorruptMemberException e)
        {
            _stopped = e;
            ThrowIfStopped();
        }

        try
        {
            var body = EntryCodec.Write(change);
            append ??= journal.RentAppend();
            append.RecordTime = change.Origin.RecordTime.UnixNanoseconds;
            _hash = _hash.Next(change.Revision, body);
            append.Add(stream, change.Revision, _hash, change.Origin.RequestKey, body);
            return append;
        }
        catch
        {
            // Nothing was appended, so the copy in memory is ahead of a journal that will never catch up.
            _isStale = true;
            throw;
        }
    }

    private void NoteDue()
    {
        _notedDue = DueDecider.NextTime(_member);
        index.Note(stream, _notedDue);
    }

    private ValueTask<AppendOutcome> Commit(Append? append)
    {
        if (append is null)
            return journal.ConfirmAsync(stream, _member.Revision);
        try
        {
            if (IsSnapshotDue(_member.Revision))
            {
                append.AddSnapshot(stream, _member.Revision, _hash, MemberSnapshot.Write(_member));
                _snapshotRevision = _member.Revision;
            }

            var durable = journal.AppendAsync(append);
            _isStale |= durable.IsFaulted;
            return durable;
        }
        catch
        {
            _isStale = true;
            throw;
        }
    }

    // A snapshot must not cost more than the entries that it spares a later load, and must fit a record.
    private bool IsSnapshotDue(long revision)
    {
        var entries = revision - _snapshotRevision;
        if (entries < snapshotInterval)
            return false;
        var bytes = MemberSnapshot.SizeOf(_member);
        return bytes <= Math.Min(entries * EntryBytes, Journal.Append.BodyBytesMax);
    }

    // Keeps what the next entry pushes out of the recent requests where the journal may not tell of it yet. What is
    // kept has no gaps: from its first revision on, every request is known here.
    private void RememberUnsettled()
    {
        var pushedOut = _member.RecentRequests.Floor + 1;
        var durable = Volatile.Read(ref _durableRevision);
        if (_unsettled is { } unsettled)
        {
            unsettled.ForgetThrough(durable);
            if (unsettled.First == long.MaxValue)
                _unsettled = null;
        }

        if (_unsettled is null && pushedOut <= durable)
            return;
        if (_member.RecentRequests.TryGetOldest(out var fingerprint))
            (_unsettled ??= new()).Add(pushedOut, fingerprint);
    }

    // Another node's clock may be ahead of this one's: a member's entries never go back in time.
    private LedgerTime RecordTime(RecordClock clock)
    {
        var now = clock.Next();
        return now > _member.LastRecordTime ? now : _member.LastRecordTime;
    }

    private async Task LoadNowAsync(bool isAskedFor)
    {
        var loaded = await journal.LoadAsync(stream);
        Member? member = null;
        Exception? damage = null;
        try
        {
            member = await StoredMember.FoldAsync(journal, stream, loaded);
        }
        catch (Exception e) when (e is CorruptMemberException or JournalCorruptException)
        {
            damage = e;
        }

        lock (this)
        {
            _member = member ?? _member;
            _stopped = damage;
            _hash = loaded.Revision == 0 ? ChainHash.Genesis(stream) : loaded.Hash;
            _durableRevision = loaded.Revision;
            _snapshotRevision = loaded.SnapshotRevision;
            WasUsed |= isAskedFor; // Whoever had it loaded is about to use it.
            // What was so when it was stored has been noted from the feed, or by whoever stored it.
            _notedDue = DueDecider.NextTime(_member);
            IsLoaded = true;
        }
    }

    private void ThrowIfStopped()
    {
        if (_stopped is { } cause)
            throw new MemberStoppedException(stream.Text, cause);
    }
}
