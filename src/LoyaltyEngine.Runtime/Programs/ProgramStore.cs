using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>
/// The versions of programs in the journal: what each entry was decided by can be read for as long as the entry (law
/// 7).
/// </summary>
internal sealed class ProgramStore(IJournal journal, LedgerOptions options, RecordClock clock)
{
    private const string Principal = "operator";
    private const int PageRecords = 500;

    /// <summary>
    /// The program's versions. Where the file differs from the newest one it is published as the next version, which
    /// decides from now on: what occurred earlier is decided as before.
    /// </summary>
    /// <exception cref="ProgramRefusedException">The file, or a stored version, has faults.</exception>
    public async Task<ProgramSchedule> OpenAsync(string source)
    {
        var definition = Parse(source, "The program file");
        var stream = StreamId.Program(options.Tenant, definition.Id);
        var stored = await ReadAllAsync(stream);

        ProgramSchedule? schedule = null;
        foreach (var record in stored)
        {
            var (text, effectiveTime) = ProgramCodec.Read(record);
            var version = LoyaltyProgram.Compile(
                Parse(text, $"Version {record.Revision} of {definition.Id} in the journal"),
                record.Revision,
                effectiveTime.ToInstant());
            schedule = schedule is null ? ProgramSchedule.StartWith(version) : schedule.With(version);
        }

        if (stored.Count > 0 && ProgramCodec.Read(stored[^1]).Source == source)
            return schedule!;
        return await PublishAsync(stream, stored, source, definition, schedule);
    }

    private async Task<ProgramSchedule> PublishAsync(
        StreamId stream,
        IReadOnlyList<StoredRecord> stored,
        string source,
        ProgramDefinition definition,
        ProgramSchedule? schedule)
    {
        var now = clock.Next();
        var revision = stored.Count + 1L;
        // The first version decides from the program's first day; a later one is never retroactive.
        var effectiveTime = schedule is null
            ? LedgerTime.FromInstant(LoyaltyProgram.Compile(definition, revision, now.ToInstant()).BeginTime)
            : now;
        var version = LoyaltyProgram.Compile(definition, revision, effectiveTime.ToInstant());

        var body = ProgramCodec.Write(source, effectiveTime, now, Principal);
        var hash = (stored.Count == 0 ? ChainHash.Genesis(stream) : stored[^1].Hash).Next(revision, body);
        var append = journal.RentAppend();
        append.RecordTime = now.UnixNanoseconds;
        append.Add(stream, revision, hash, RequestKey.None, body);
        if (await journal.AppendAsync(append) != AppendOutcome.Durable)
        {
            throw new ProgramRefusedException(
                $"Another writer published a version of {definition.Id} at the same time.");
        }

        return schedule is null ? ProgramSchedule.StartWith(version) : schedule.With(version);
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

    private static ProgramDefinition Parse(string source, string what)
    {
        var result = ProgramFile.Parse(source);
        return result.IsValid
            ? result.Definition
            : throw new ProgramRefusedException(
                $"{what} has {result.Faults.Count} fault(s):{Environment.NewLine}"
                + string.Join(Environment.NewLine, result.Faults));
    }
}
