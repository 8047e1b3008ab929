using System.Globalization;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Runtime.Due;
using LoyaltyEngine.Runtime.Members;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>
/// Publishes and retires the versions of programs, and reads them. One at a time for all programs: it is rare.
/// Thread-safe.
/// </summary>
/// <remarks>
/// No moment is ever decided by two versions. What is accepted now occurred at most the clock skew ahead; a version
/// takes effect later than that, and is retired only while that is still so. So the schedule may be swapped at once.
/// </remarks>
public sealed class ProgramPublishing
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    private readonly IJournal _journal;
    private readonly LedgerOptions _options;
    private readonly RecordClock _clock;
    private readonly DueIndex _due;
    private readonly Admission _admission;
    private readonly ProgramStore _store;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ProgramRegistry _registry = new([]);

    internal ProgramPublishing(
        IJournal journal, LedgerOptions options, RecordClock clock, DueIndex due, Admission admission)
    {
        _due = due;
        _journal = journal;
        _options = options;
        _clock = clock;
        _admission = admission;
        _store = new ProgramStore(journal, options, clock);
    }

    /// <summary>The programs that run; swapped whole when one is created.</summary>
    internal ProgramRegistry Registry => Volatile.Read(ref _registry);

    /// <summary>The time now, as publications are decided by it.</summary>
    public LedgerTime Now => _clock.Next();

    /// <summary>Publishes a version of a program; where there is no such program, creates it.</summary>
    public async Task<ProgramAnswer> PublishAsync(string tenant, ProgramPublication wish)
    {
        _admission.Enter();
        await _turn.WaitAsync();
        try
        {
            var program = Registry.Find(tenant, wish.ProgramId);
            var history = program?.History;
            var now = _clock.Next();
            if ((Prior(history, wish.RequestId, wish.ContentHash) ?? Refuse(history, wish, now)) is { } answer)
                return await ConfirmedAsync(tenant, wish.ProgramId, history, answer);

            var record = new ProgramRecord.Published(wish.Source, EffectiveTimeOf(history, wish, now))
            {
                Revision = (history?.Revision ?? 0) + 1,
                RecordTime = now,
                Principal = wish.Principal,
                RequestId = wish.RequestId,
                ContentHash = wish.ContentHash,
            };
            var next = await _store.AppendAsync(
                tenant, wish.ProgramId, history, record, wish.Definition, enqueued => Swap(program, enqueued));
            if (program is null)
                Add(tenant, next);
            return ProgramAnswer.Accepted(next, next.Records[^1], isReplay: false);
        }
        catch (JournalOverloadedException cause)
        {
            throw new NodeOverloadedException(RetryDelay, cause);
        }
        finally
        {
            _turn.Release();
            _admission.Leave();
        }
    }

    /// <summary>Retires a version before it takes effect.</summary>
    public async Task<ProgramAnswer> RetireAsync(ProgramHost program, ProgramRetirement wish)
    {
        _admission.Enter();
        await _turn.WaitAsync();
        try
        {
            var history = program.History;
            var now = _clock.Next();
            if ((Prior(history, wish.RequestId, wish.ContentHash) ?? Refuse(history, wish, now)) is { } answer)
                return await ConfirmedAsync(program.Tenant, program.Id, history, answer);

            var record = new ProgramRecord.Retired(wish.Version)
            {
                Revision = history.Revision + 1,
                RecordTime = now,
                Principal = wish.Principal,
                RequestId = wish.RequestId,
                ContentHash = wish.ContentHash,
            };
            var next = await _store.AppendAsync(
                program.Tenant, program.Id, history, record, null, enqueued => Swap(program, enqueued));
            return ProgramAnswer.Accepted(next, record, isReplay: false);
        }
        catch (JournalOverloadedException cause)
        {
            throw new NodeOverloadedException(RetryDelay, cause);
        }
        finally
        {
            _turn.Release();
            _admission.Leave();
        }
    }

    /// <summary>All that became of a program's versions, once it is durable.</summary>
    public async ValueTask<ProgramHistory> ReadAsync(ProgramHost program)
    {
        var history = program.History;
        await _journal.ConfirmAsync(StreamId.Program(program.Tenant, program.Id), history.Revision);
        return history;
    }

    /// <summary>The program file of a version, to the letter.</summary>
    public ValueTask<string> ReadSourceAsync(ProgramHost program, ProgramRecord.Published version) =>
        _store.ReadSourceAsync(program.Tenant, program.Id, version);

    /// <summary>Opens all programs of the journal, and publishes the files that are new or changed.</summary>
    internal async Task OpenAsync(IEnumerable<string> programSources)
    {
        var files = programSources
            .Select(source => (Source: source, Definition: ProgramStore.Parse(source, "The program file")))
            .ToList();
        if (files.GroupBy(file => file.Definition.Id).FirstOrDefault(same => same.Count() > 1) is { } declared)
            throw new ProgramRefusedException($"Two program files declare {declared.Key}.");

        var programs = (await _store.OpenAllAsync()).ToDictionary(
            program => (program.Tenant, program.History.Schedule.ProgramId), program => program.History);
        foreach (var (source, definition) in files)
        {
            var key = (_options.Tenant, definition.Id);
            programs[key] = await _store.OpenFileAsync(source, definition, programs.GetValueOrDefault(key));
        }

        _registry = new ProgramRegistry([.. programs.Select(program => Host(program.Key.Tenant, program.Value))]);
    }

    // What a failed flush may have lost is no ground for an answer, though it was put in force already.
    private async Task<ProgramAnswer> ConfirmedAsync(
        string tenant, string programId, ProgramHistory? history, ProgramAnswer answer)
    {
        await _journal.ConfirmAsync(StreamId.Program(tenant, programId), history?.Revision ?? 0);
        return answer;
    }

    private static ProgramAnswer? Prior(
        ProgramHistory? history, string requestId, Core.Members.ContentHash contentHash) =>
        history?.FindRequest(requestId) is not { } record
            ? null
            : record.ContentHash == contentHash
                ? ProgramAnswer.Accepted(history, record, isReplay: true)
                : ProgramAnswer.Refused(ProgramRejectionReason.RequestIdReused);

    private ProgramAnswer? Refuse(ProgramHistory? history, ProgramPublication wish, LedgerTime now)
    {
        if (wish.Definition is null)
            return ProgramAnswer.Refused(ProgramRejectionReason.ProgramFaulty);
        if (wish.ExpectedRevision is { } expected && expected != (history?.Revision ?? 0))
            return Moved(history?.Revision ?? 0);
        if (history is null)
        {
            return Registry.All.Count >= _options.ProgramCountMax
                ? Limit(_options.ProgramCountMax)
                : wish.EffectiveTime is not null
                    ? ProgramAnswer.Refused(ProgramRejectionReason.EffectiveTimeOfFirstVersion)
                    : null;
        }

        if (IdentifierContinuity.Check(history.Schedule.Standing, wish.Definition) is [_, ..] faults)
            return ProgramAnswer.Faulty(faults);
        if (history.Revision >= _options.ProgramRevisionMax)
            return Limit(_options.ProgramRevisionMax);
        if (wish.EffectiveTime is { } stated && stated < EarliestAfter(now))
        {
            return ProgramAnswer.Refused(
                ProgramRejectionReason.EffectiveTimeTooSoon, ("earliest_time", EarliestAfter(now).ToString()));
        }

        var newest = history.Schedule.Current;
        return EffectiveTimeOf(history, wish, now).ToInstant() > newest.EffectiveTime
            ? null
            : ProgramAnswer.Refused(
                ProgramRejectionReason.EffectiveTimeNotLast,
                ("version", Number(newest.Version)),
                ("effective_time", newest.EffectiveTime.ToString()));
    }

    private ProgramAnswer? Refuse(ProgramHistory history, ProgramRetirement wish, LedgerTime now)
    {
        if (wish.ExpectedRevision is { } expected && expected != history.Revision)
            return Moved(history.Revision);
        if (history.Schedule.Find(wish.Version) is not { } version)
            return ProgramAnswer.Refused(ProgramRejectionReason.ProgramVersionUnknown);
        if (history.Schedule.IsRetired(wish.Version))
            return ProgramAnswer.Refused(ProgramRejectionReason.ProgramVersionRetired);
        return wish.Version == 1 || LedgerTime.FromInstant(version.EffectiveTime) <= Plus(now, _options.ClockSkew)
            ? ProgramAnswer.Refused(
                ProgramRejectionReason.ProgramVersionInForce, ("effective_time", version.EffectiveTime.ToString()))
            : null;
    }

    private LedgerTime EffectiveTimeOf(ProgramHistory? history, ProgramPublication wish, LedgerTime now) =>
        history is null
            ? LedgerTime.FromInstant(LoyaltyProgram.Compile(wish.Definition!, 1, now.ToInstant()).BeginTime)
            : wish.EffectiveTime ?? EarliestAfter(now);

    private LedgerTime EarliestAfter(LedgerTime now) => Plus(now, _options.PublicationLead);

    private static LedgerTime Plus(LedgerTime time, TimeSpan span) =>
        new(time.UnixNanoseconds + (span.Ticks * TimeSpan.NanosecondsPerTick));

    private static ProgramAnswer Moved(long revision) =>
        ProgramAnswer.Refused(ProgramRejectionReason.RevisionMoved, ("revision", Number(revision)));

    private static ProgramAnswer Limit(int countMax) =>
        ProgramAnswer.Refused(ProgramRejectionReason.ProgramLimitReached, ("count_max", Number(countMax)));

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    // A new program is shown when it is durable; a version of one that runs at once: no slow flush makes it late.
    private static void Swap(ProgramHost? program, ProgramHistory next)
    {
        if (program is not null)
            program.History = next;
    }

    private void Add(string tenant, ProgramHistory history) =>
        Volatile.Write(ref _registry, Registry.With(Host(tenant, history)));

    private ProgramHost Host(string tenant, ProgramHistory history)
    {
        var programId = history.Schedule.ProgramId;
        return new(tenant, programId, history, tiersAt =>
            new MemberTable(tenant, programId, _journal, _due, _options, tiersAt));
    }
}
