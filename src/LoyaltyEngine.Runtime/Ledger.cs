using System.Runtime.CompilerServices;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Runtime.Due;
using LoyaltyEngine.Runtime.Members;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime;

/// <summary>
/// The ledger of one engine: decides what members ask and answers when it is durable. The one way to a member, for
/// reads and writes alike. Thread-safe.
/// </summary>
/// <remarks>
/// Every method throws <see cref="JournalFailedException"/> once the journal has failed,
/// <see cref="NodeOverloadedException"/> where too much is under way, <see cref="MemberStoppedException"/> for a member
/// whose entries contradict each other, and <see cref="JournalCorruptException"/> where an old record cannot be read.
/// Business refusals are values. Once handed to the journal a write goes on, whatever becomes of its caller.
/// </remarks>
public sealed partial class Ledger
{
    /// <summary>The name of the ledger's meter (<see cref="System.Diagnostics.Metrics.Meter"/>).</summary>
    public const string MeterName = "LoyaltyEngine.Ledger";

    // A call goes round again only when others of the same member came in between, or the member was let go.
    private const int RoundsMax = 1_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    private readonly IJournal _journal;
    private readonly LedgerOptions _options;
    private readonly RecordClock _clock;
    private readonly Admission _admission;

    private Ledger(IJournal journal, LedgerOptions options, RecordClock clock)
    {
        _journal = journal;
        _options = options;
        _clock = clock;
        _admission = new Admission(options.RequestsUnderWayMax);
        Publishing = new ProgramPublishing(journal, options, clock, Due, _admission);
    }

    /// <summary>Opens the ledger of a journal, its programs and those whose files are given.</summary>
    /// <param name="journal">The journal, which stays the caller's.</param>
    /// <param name="options">Settings.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="programSources">The text of each program's file; they are those of the options' tenant.</param>
    /// <exception cref="ProgramRefusedException">A program has faults.</exception>
    public static async Task<Ledger> OpenAsync(
        IJournal journal, LedgerOptions options, TimeProvider clock, IEnumerable<string> programSources)
    {
        var ledger = new Ledger(journal, options, new RecordClock(clock, journal.LastRecordTime));
        await ledger.Publishing.OpenAsync(programSources);
        return ledger;
    }

    /// <summary>When something becomes due of which members.</summary>
    internal DueIndex Due { get; } = new();

    /// <summary>Tells the time of decisions.</summary>
    internal RecordClock Clock => _clock;

    /// <summary>How many requests are under way.</summary>
    public int RequestsUnderWay => _admission.UnderWay;

    /// <summary>The programs of all tenants, in the order of tenants and ids.</summary>
    public IReadOnlyList<ProgramHost> Programs => Publishing.Registry.All;

    /// <summary>Publishes, retires and reads the versions of programs.</summary>
    public ProgramPublishing Publishing { get; }

    /// <summary>The tenant's program, or null where the tenant has none of that id.</summary>
    public ProgramHost? FindProgram(string tenant, string programId) => Publishing.Registry.Find(tenant, programId);

    /// <summary>Earns what the basket is worth.</summary>
    public ValueTask<WriteAnswer> EarnAsync(ProgramHost program, string memberId, in RequestHead head, Basket basket) =>
        ExecuteAsync(program, memberId, head.Principal, new MemberCommand.EarnPoints(basket)
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.Earn(head.OccurTime, head.Context, basket),
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        });

    /// <summary>Pays with points.</summary>
    public ValueTask<WriteAnswer> BurnAsync(ProgramHost program, string memberId, in RequestHead head, long points) =>
        ExecuteAsync(program, memberId, head.Principal, new MemberCommand.BurnPoints(points)
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.Burn(head.OccurTime, head.Context, points),
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        });

    /// <summary>Takes back what the basket would earn.</summary>
    public ValueTask<WriteAnswer> ReturnAsync(
        ProgramHost program, string memberId, in RequestHead head, Basket basket) =>
        ExecuteAsync(program, memberId, head.Principal, new MemberCommand.ReturnPurchase(basket)
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.Return(head.OccurTime, head.Context, basket),
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        });

    /// <summary>Tells what the basket would earn and what may be burned, and writes nothing.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="occurTime">When the purchase happens.</param>
    /// <param name="context">Where it happens.</param>
    /// <param name="basket">What is bought; null where only the burn is asked for.</param>
    /// <param name="explains">Whether to tell why rules do not apply.</param>
    public async ValueTask<QuoteAnswer> QuoteAsync(
        ProgramHost program,
        string memberId,
        LedgerTime occurTime,
        TillContext context,
        Basket? basket,
        bool explains = false)
    {
        var currency = program.Schedule.Current.Definition.CurrencyCode;
        var earn = new MemberCommand.EarnPoints(basket ?? new Basket(currency, []))
        {
            RequestId = "",
            RequestKey = RequestKey.None,
            ContentHash = default,
            OccurTime = occurTime,
            Context = context,
        };
        var decided = Context(program, earn, principal: "", target: null, IdentifierPlan.Nothing);
        return await LookAsync(program, memberId, (member, _, recordTime) =>
        {
            var then = decided with { RecordTime = recordTime, Tiers = program.TiersAt(recordTime) };
            var answer = new QuoteAnswer(MemberQuoter.Quote(member, earn, then), member.Balance, member.Revision);
            if (!explains || answer.Quote.Earn.Event is not MemberEvent.PointsEarned quoted)
                return answer;
            var skipped = MemberQuoter.ExplainSkipped(member, quoted, then);
            return answer with
            {
                Skipped = [.. skipped.Take(QuoteAnswer.SkippedCountMax)],
                // The base rate stands among those applied.
                SkippedCount = then.Program!.Definition.Earning.Rules.Count + 1 - quoted.AppliedRules.Length,
            };
        });
    }

    /// <summary>Gives or takes points by hand.</summary>
    internal ValueTask<WriteAnswer> AdjustAsync(
        ProgramHost program,
        string memberId,
        in RequestHead head,
        long points,
        string reasonCode,
        byte[] sealedNote,
        string noteHash) =>
        ExecuteAsync(program, memberId, head.Principal, new MemberCommand.AdjustPoints(points, reasonCode, sealedNote)
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.Adjust(head.OccurTime, head.Context, points, reasonCode, noteHash),
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        });

    /// <summary>Makes the points of a sale available that wait for an event.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="head">What all writes have in common.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="eventCode">What happened to it.</param>
    public ValueTask<WriteAnswer> ActivateAsync(
        ProgramHost program, string memberId, RequestHead head, EntryTarget sale, string eventCode) =>
        ExecuteAsync(program, memberId, head, sale, new MemberCommand.ActivatePoints(eventCode)
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.Activate(
                head.OccurTime, head.Context, sale.Revision, sale.RequestId, eventCode),
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        });

    /// <summary>Grants a tier until a time, or withdraws the grant.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="head">What all writes have in common.</param>
    /// <param name="grant">The tier and until when; no tier to withdraw.</param>
    /// <param name="reasonCode">Why.</param>
    /// <param name="matchedProgram">The program of others whose tier is matched; empty for none.</param>
    public ValueTask<WriteAnswer> GrantTierAsync(
        ProgramHost program,
        string memberId,
        in RequestHead head,
        TierHold grant,
        string reasonCode,
        string matchedProgram) =>
        ExecuteAsync(
            program,
            memberId,
            head.Principal,
            new MemberCommand.GrantTier(grant.TierId, grant.EndTime, reasonCode, matchedProgram)
            {
                RequestId = head.RequestId,
                RequestKey = RequestKey.Of(head.RequestId),
                ContentHash = ContentHasher.GrantTier(head.OccurTime, head.Context, grant, reasonCode, matchedProgram),
                OccurTime = head.OccurTime,
                Context = head.Context,
                ExpectedRevision = head.ExpectedRevision,
            });

    /// <summary>Writes debt off, the oldest first; 0 points for all of it.</summary>
    public ValueTask<WriteAnswer> WriteOffAsync(
        ProgramHost program, string memberId, in RequestHead head, long points, string reasonCode) =>
        ExecuteAsync(program, memberId, head.Principal, new MemberCommand.WriteOffDebt(points, reasonCode)
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.WriteOff(head.OccurTime, head.Context, points, reasonCode),
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        });

    /// <summary>Undoes an earn, a burn or an adjustment in full.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="head">What all writes have in common.</param>
    /// <param name="target">What to undo.</param>
    /// <param name="isMerchantCaused">Whether the merchant caused it.</param>
    public async ValueTask<WriteAnswer> ReverseAsync(
        ProgramHost program, string memberId, RequestHead head, EntryTarget target, bool isMerchantCaused = false)
    {
        var command = new MemberCommand.ReversePoints
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.Reverse(
                head.OccurTime, head.Context, target.Revision, target.RequestId, isMerchantCaused),
            IsMerchantCaused = isMerchantCaused,
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        };
        return await ExecuteAsync(
            program, memberId, head.Principal, command, await FindTargetAsync(program, memberId, target));
    }

    /// <summary>Takes back what a sale earned for goods that come back.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="head">What all writes have in common.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="parts">What comes back; empty for all that is left.</param>
    /// <param name="waitsForSale">Whether it waits for the sale, which its request names, where that is yet to
    /// come.</param>
    public async ValueTask<WriteAnswer> ReturnSaleAsync(
        ProgramHost program,
        string memberId,
        RequestHead head,
        EntryTarget sale,
        ReturnPart[] parts,
        bool waitsForSale = false)
    {
        var command = new MemberCommand.ReturnSale(parts)
        {
            AwaitedRequestId = waitsForSale ? sale.RequestId : "",
            AwaitedRequestKey = waitsForSale ? RequestKey.Of(sale.RequestId) : RequestKey.None,
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.ReturnSale(
                head.OccurTime, head.Context, sale.Revision, sale.RequestId, parts, waitsForSale),
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        };
        // Where it may wait, the member is looked at under its lock, so that the sale cannot come in between.
        var target = waitsForSale ? null : await FindTargetAsync(program, memberId, sale);
        return await ExecuteAsync(program, memberId, head.Principal, command, target);
    }

    /// <summary>Takes back what a sale earned for goods that come back, and earns what the basket in their place is
    /// worth.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="head">What all writes have in common.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="parts">What comes back; empty for all that is left.</param>
    /// <param name="basket">What is bought.</param>
    public async ValueTask<WriteAnswer> ExchangeAsync(
        ProgramHost program, string memberId, RequestHead head, EntryTarget sale, ReturnPart[] parts, Basket basket)
    {
        var command = new MemberCommand.ExchangePurchase(parts, basket)
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.Exchange(
                head.OccurTime, head.Context, sale.Revision, sale.RequestId, parts, basket),
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        };
        return await ExecuteAsync(
            program, memberId, head.Principal, command, await FindTargetAsync(program, memberId, sale));
    }

    /// <summary>
    /// Makes sure that the request can never take effect, or gives the entry that it made before. The member need not
    /// exist: the request may still be on its way, behind the enrolment.
    /// </summary>
    public ValueTask<WriteAnswer> CancelRequestAsync(
        ProgramHost program, string memberId, string requestId, TillContext context, string principal) =>
        ExecuteAsync(program, memberId, principal, new MemberCommand.CancelRequest
        {
            RequestId = requestId,
            RequestKey = RequestKey.Of(requestId),
            ContentHash = default,
            OccurTime = _clock.Next(),
            Context = context,
        });

    /// <summary>The version of a program that is in force now; the first where it has not begun.</summary>
    public LoyaltyProgram ProgramNow(ProgramHost program) =>
        program.Schedule.At(_clock.Next().ToInstant()) ?? program.Schedule.Versions[0];

    /// <summary>Makes any change of a member, and of identifiers with it.</summary>
    internal ValueTask<WriteAnswer> ChangeAsync(
        ProgramHost program,
        string memberId,
        string principal,
        MemberCommand command,
        IReadOnlyList<IdentifierChange> identifiers) =>
        ExecuteAsync(program, memberId, principal, command, target: null, identifiers);

    private async ValueTask<WriteAnswer> ExecuteAsync(
        ProgramHost program, string memberId, RequestHead head, EntryTarget target, MemberCommand command) =>
        await ExecuteAsync(
            program, memberId, head.Principal, command, await FindTargetAsync(program, memberId, target));

    private async ValueTask<MemberEvent?> FindTargetAsync(ProgramHost program, string memberId, EntryTarget target) =>
        target.Revision > 0
            ? await FindEntryAsync(program, memberId, target.Revision)
            : (await GetOutcomeAsync(program, memberId, target.RequestId)).Event;

    // decide → append → apply → answer, always; again where another writer came first.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<WriteAnswer> ExecuteAsync(
        ProgramHost program,
        string memberId,
        string principal,
        MemberCommand command,
        MemberEvent? target = null,
        IReadOnlyList<IdentifierChange>? identifiers = null)
    {
        _admission.Enter();
        try
        {
            var (evidence, awaited) = (default(RequestEvidence), default(RequestEvidence));
            var conflicts = 0;
            for (var round = 0; ; round++)
            {
                ThrowIfTooMany(round, RoundsMax);
                // Before the member: looking at who else has them may push it out of memory.
                var plan = identifiers is { Count: > 0 }
                    ? await PlanAsync(program, memberId, identifiers)
                    : IdentifierPlan.Nothing;
                var host = await program.Members.GetAsync(memberId);
                if (round == 0 && host.MayHaveOldRequests)
                    evidence = await FindEvidenceAsync(host, command.RequestId, command.RequestKey, 0);

                var context = Context(program, command, principal, target ?? awaited.Prior, plan);
                var step = host.Execute(command, context, _clock, evidence, awaited, plan);
                if (step.IsDecided)
                {
                    if (await step.Durable == AppendOutcome.Durable)
                    {
                        host.NoteDurable(step.Revision);
                        return Answer(program, memberId, host, command, step.Decision);
                    }

                    (evidence, awaited) = (default, default);
                    conflicts++;
                }

                if (step.IsStale || step.IsDecided)
                    program.Members.Drop(memberId, host);
                else if (step.IsOfAwaited && command is MemberCommand.ReturnSale waits)
                    awaited = await FindEvidenceAsync(
                        host, waits.AwaitedRequestId, waits.AwaitedRequestKey, step.EvidenceThrough);
                else
                    evidence = await FindEvidenceAsync(
                        host, command.RequestId, command.RequestKey, step.EvidenceThrough);
                ThrowIfTooMany(conflicts, _options.ConflictRetriesMax);
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

    private static WriteAnswer Answer(
        ProgramHost program, string memberId, MemberHost host, MemberCommand command, in Decision decision)
    {
        LedgerMeter.Count(command, decision);
        if (decision.Event is null)
            program.Members.RemoveIfEmpty(memberId, host);
        return new WriteAnswer(decision.Event, decision.IsReplay, decision.Rejection);
    }

    private DecisionContext Context(
        ProgramHost program,
        MemberCommand command,
        string principal,
        MemberEvent? target,
        IdentifierPlan identifiers) => new()
    {
        RecordTime = default,
        OccurTimeMax = new LedgerTime(_clock.Next().UnixNanoseconds + _options.ClockSkew.Ticks * 100),
        Program = program.Schedule.At(command.OccurTime.ToInstant()),
        PurchaseTimeMin = PurchaseTimeMin(program.Schedule),
        Principal = principal,
        Target = target,
        IsIdentifierTaken = identifiers.IsTaken,
        IsIdentifierRetired = identifiers.IsRetired,
    };

    // By the version in force now: how late is allowed is nothing that a purchase earned.
    private LedgerTime? PurchaseTimeMin(ProgramSchedule schedule)
    {
        if (schedule.AllowsAnyLateness)
            return null;
        var now = _clock.Next();
        return schedule.At(now.ToInstant()) is { Definition.LateDays: > 0 } program ? program.EarliestOf(now) : null;
    }

    private static void ThrowIfTooMany(int count, int countMax)
    {
        if (count > countMax)
            throw new NodeOverloadedException(RetryDelay);
    }

    private async ValueTask<RequestEvidence> FindEvidenceAsync(
        MemberHost host, string requestId, ulong requestKey, long through)
    {
        var stream = host.Stream;
        // Where the journal never got what the copy in memory rests on, no evidence will ever reach as far.
        if (through > 0 && await _journal.ConfirmAsync(stream, through) != AppendOutcome.Durable)
            host.MarkStale();

        var matches = await _journal.FindRequestAsync(stream, requestKey);
        foreach (var revision in matches.Revisions)
        {
            if (await _journal.ReadAsync(stream, revision) is { } record
                && EntryCodec.Read(record) is var change
                && change.Origin.RequestId == requestId)
            {
                return new RequestEvidence(matches.CompleteThrough, change);
            }
        }

        return new RequestEvidence(matches.CompleteThrough, null);
    }
}
