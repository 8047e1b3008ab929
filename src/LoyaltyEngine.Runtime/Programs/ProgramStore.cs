using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>
/// The versions of programs in the journal: what each entry was decided by can be read for as long as the entry (law
/// 7). Which programs there are stands in the catalogue, a stream of its own; a program's first version and its line in
/// the catalogue are one append. Not thread-safe: one writer at a time.
/// </summary>
internal sealed class ProgramStore(IJournal journal, LedgerOptions options, RecordClock clock)
{
    private const string Operator = "operator";
    private const int PageRecords = 500;

    private readonly HashSet<(string Tenant, string ProgramId)> _listed = [];
    private (long Revision, ChainHash Hash) _catalogue = (0, ChainHash.Genesis(StreamId.Catalogue));

    /// <summary>All programs that were ever published, of all tenants.</summary>
    /// <exception cref="ProgramRefusedException">A stored version has faults.</exception>
    public async Task<List<(string Tenant, ProgramHistory History)>> OpenAllAsync()
    {
        foreach (var record in await ReadAllAsync(StreamId.Catalogue))
        {
            _listed.Add(CatalogueCodec.Read(record));
            _catalogue = (record.Revision, record.Hash);
        }

        var programs = new List<(string, ProgramHistory)>();
        foreach (var (tenant, programId) in _listed)
        {
            if (await ReadAsync(tenant, programId) is { } history)
                programs.Add((tenant, history));
        }
        return programs;
    }

    /// <summary>
    /// The program of a file that the engine is started with. Where the file differs from what was published from a
    /// file before it is published as the next version, which decides from now on: what occurred earlier is decided as
    /// before.
    /// </summary>
    /// <param name="source">The file, to the letter.</param>
    /// <param name="definition">What it declares.</param>
    /// <param name="listed">The program as the catalogue has it; null where it does not.</param>
    /// <exception cref="ProgramRefusedException">
    /// A stored version has faults, or a version waits for its time that the file's would push out.
    /// </exception>
    public async Task<ProgramHistory> OpenFileAsync(
        string source, ProgramDefinition definition, ProgramHistory? listed)
    {
        // A journal that had no catalogue yet may still have the program.
        var former = listed ?? await ReadAsync(options.Tenant, definition.Id);
        if (former is null)
            return await AppendAsync(options.Tenant, definition.Id, null, OfFile(null, source, definition), definition);
        if (await IsPublishedAsync(former, source))
        {
            await ListAsync(options.Tenant, definition.Id);
            return former;
        }

        if (former.Schedule.Current.EffectiveTime > clock.Next().ToInstant())
        {
            throw new ProgramRefusedException(
                $"The program file of {definition.Id} has changed, but version {former.Schedule.Current.Version} is to "
                + $"take effect at {former.Schedule.Current.EffectiveTime}. Start with the file as it was and retire "
                + "that version first, or wait until it has taken effect.");
        }

        if (IdentifierContinuity.Check(former.Schedule.Standing, definition) is [var fault, ..])
        {
            throw new ProgramRefusedException(
                $"The program file of {definition.Id} cannot follow its versions before: {fault}");
        }

        return await AppendAsync(
            options.Tenant, definition.Id, former, OfFile(former, source, definition), definition);
    }

    /// <summary>
    /// Appends a record to a program's stream, and for the first one its line to the catalogue. The history with it is
    /// given to <paramref name="enqueued"/> once nothing but the flush can keep it from being durable.
    /// </summary>
    public async Task<ProgramHistory> AppendAsync(
        string tenant,
        string programId,
        ProgramHistory? former,
        ProgramRecord record,
        ProgramDefinition? definition,
        Action<ProgramHistory>? enqueued = null)
    {
        var stream = StreamId.Program(tenant, programId);
        var body = ProgramCodec.Write(record);
        var hash = (former?.Hash ?? ChainHash.Genesis(stream)).Next(record.Revision, body);
        var next = ProgramHistory.Next(former, record, definition, hash);

        var append = journal.RentAppend();
        append.RecordTime = record.RecordTime.UnixNanoseconds;
        append.Add(stream, record.Revision, hash, KeyOf(record), body);
        var catalogue = _catalogue;
        if (!_listed.Contains((tenant, programId)))
            catalogue = AddToCatalogue(append, tenant, programId, record.RecordTime, record.Principal);
        var pending = journal.AppendAsync(append);
        if (!pending.IsFaulted)
            enqueued?.Invoke(next);
        if (await pending != AppendOutcome.Durable)
        {
            throw new ProgramRefusedException(
                $"Another writer published a version of {programId} at the same time.");
        }

        _catalogue = catalogue;
        _listed.Add((tenant, programId));
        return next;
    }

    /// <summary>The program file of a version, to the letter.</summary>
    public async ValueTask<string> ReadSourceAsync(string tenant, string programId, ProgramRecord.Published version)
    {
        var stream = StreamId.Program(tenant, programId);
        return await journal.ReadAsync(stream, version.Revision) is { } record
            && ProgramCodec.Read(record) is ProgramRecord.Published published
                ? published.Source
                : throw new JournalCorruptException($"{stream}: record {version.Revision} is no program version");
    }

    private static ulong KeyOf(ProgramRecord record) =>
        record.RequestId.Length == 0 ? RequestKey.None : RequestKey.Of(record.RequestId);

    private async Task<ProgramHistory?> ReadAsync(string tenant, string programId)
    {
        ProgramHistory? history = null;
        foreach (var stored in await ReadAllAsync(StreamId.Program(tenant, programId)))
        {
            var record = ProgramCodec.Read(stored);
            var definition = record is ProgramRecord.Published published
                ? Parse(published.Source, $"The version of {programId} in record {stored.Revision} of the journal")
                : null;
            history = ProgramHistory.Next(history, record, definition, stored.Hash);
        }
        return history;
    }

    private ProgramRecord.Published OfFile(ProgramHistory? former, string source, ProgramDefinition definition)
    {
        var now = clock.Next();
        // The first version decides from the program's first day; a later one is never retroactive.
        var effectiveTime = former is null
            ? LedgerTime.FromInstant(LoyaltyProgram.Compile(definition, 1, now.ToInstant()).BeginTime)
            : now;
        return new ProgramRecord.Published(source, effectiveTime)
        {
            Revision = (former?.Revision ?? 0) + 1,
            RecordTime = now,
            Principal = Operator,
        };
    }

    // A file that was overruled by a request meanwhile must not come back with the next start.
    private async Task<bool> IsPublishedAsync(ProgramHistory former, string source)
    {
        var publications = former.Records.OfType<ProgramRecord.Published>().ToList();
        var ofFile = publications.LastOrDefault(record => record.RequestId.Length == 0);
        return (ofFile is not null && await IsSourceAsync(ofFile))
            || (ofFile != publications[^1] && await IsSourceAsync(publications[^1]));

        async Task<bool> IsSourceAsync(ProgramRecord.Published version) =>
            await ReadSourceAsync(options.Tenant, former.Schedule.ProgramId, version) == source;
    }

    // Programs of journals that had no catalogue yet.
    private async Task ListAsync(string tenant, string programId)
    {
        if (_listed.Contains((tenant, programId)))
            return;
        var now = clock.Next();
        var append = journal.RentAppend();
        append.RecordTime = now.UnixNanoseconds;
        var catalogue = AddToCatalogue(append, tenant, programId, now, Operator);
        if (await journal.AppendAsync(append) != AppendOutcome.Durable)
            throw new ProgramRefusedException("Another writer writes the catalogue of programs at the same time.");
        _catalogue = catalogue;
        _listed.Add((tenant, programId));
    }

    private (long Revision, ChainHash Hash) AddToCatalogue(
        Append append, string tenant, string programId, LedgerTime recordTime, string principal)
    {
        var body = CatalogueCodec.Write(tenant, programId, recordTime, principal);
        var revision = _catalogue.Revision + 1;
        var hash = _catalogue.Hash.Next(revision, body);
        append.Add(StreamId.Catalogue, revision, hash, RequestKey.None, body);
        return (revision, hash);
    }

    private async Task<List<StoredRecord>> ReadAllAsync(StreamId stream)
    {
        var records = new List<StoredRecord>();
        ReadCursor? next = null;
        do
        {
            var page = await journal.ReadBackwardAsync(stream, next, PageRecords);
            records.AddRange(page.Records);
            next = page.Next;
        }
        while (next is not null);
        records.Reverse();
        return records;
    }

    /// <summary>What a program file declares.</summary>
    /// <exception cref="ProgramRefusedException">It has faults.</exception>
    public static ProgramDefinition Parse(string source, string what)
    {
        var result = ProgramFile.Parse(source);
        return result.IsValid
            ? result.Definition
            : throw new ProgramRefusedException(
                $"{what} has {result.Faults.Count} fault(s):{Environment.NewLine}"
                + string.Join(Environment.NewLine, result.Faults));
    }
}
