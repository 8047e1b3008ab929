using System.Collections.Immutable;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using NodaTime;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>
/// All that became of one program's versions, folded from its stream. Immutable and thread-safe: a record more makes a
/// new history, which is swapped whole.
/// </summary>
public sealed class ProgramHistory
{
    private readonly ImmutableArray<ProgramRecord> _records;

    private ProgramHistory(ImmutableArray<ProgramRecord> records, ProgramSchedule schedule, in ChainHash hash)
    {
        _records = records;
        Schedule = schedule;
        Hash = hash;
    }

    /// <summary>From when on which version decides.</summary>
    public ProgramSchedule Schedule { get; }

    /// <summary>How many records the program's stream has.</summary>
    public long Revision => _records.Length;

    /// <summary>The records, the first first. Their sources are left out: those stay in the journal.</summary>
    public ImmutableArray<ProgramRecord> Records => _records;

    /// <summary>The hash of the stream's chain at <see cref="Revision"/>.</summary>
    internal ChainHash Hash { get; }

    /// <summary>The history with one record more; of none where <paramref name="former"/> is null.</summary>
    /// <exception cref="ArgumentException">The record cannot follow.</exception>
    internal static ProgramHistory Next(
        ProgramHistory? former, ProgramRecord record, ProgramDefinition? definition, in ChainHash hash)
    {
        var schedule = record switch
        {
            ProgramRecord.Published published => Schedules(former, Compile(former, published, definition!)),
            ProgramRecord.Retired retired when former is not null => former.Schedule.WithRetired(retired.Version),
            _ => throw new ArgumentException("A program begins with a version.", nameof(record)),
        };
        // The file is large, and who wants it reads it in the journal.
        var kept = record is ProgramRecord.Published large ? large with { Source = "" } : record;
        return new ProgramHistory((former?._records ?? []).Add(kept), schedule, hash);
    }

    /// <summary>The record that the request made; null where it made none.</summary>
    public ProgramRecord? FindRequest(string requestId) =>
        _records.FirstOrDefault(record => record.RequestId.Length > 0 && record.RequestId == requestId);

    /// <summary>The record that published a version.</summary>
    public ProgramRecord.Published PublicationOf(long version) =>
        _records.OfType<ProgramRecord.Published>().ElementAt((int)version - 1);

    /// <summary>The record that retired a version; null where none did.</summary>
    public ProgramRecord.Retired? RetirementOf(long version) =>
        _records.OfType<ProgramRecord.Retired>().FirstOrDefault(retired => retired.Version == version);

    /// <summary>The number of the version that a record published or retired.</summary>
    public long VersionOf(ProgramRecord record) => record is ProgramRecord.Retired retired
        ? retired.Version
        : _records.Take((int)record.Revision).Count(each => each is ProgramRecord.Published);

    /// <summary>The history as it was with a record and without those after it.</summary>
    public ProgramHistory AsOf(ProgramRecord record)
    {
        var records = _records[..(int)record.Revision];
        var published = records.Count(each => each is ProgramRecord.Published);
        var schedule = ProgramSchedule.StartWith(Schedule.Versions[0]);
        foreach (var version in Schedule.Versions[1..published])
            schedule = schedule.With(version);
        foreach (var retired in records.OfType<ProgramRecord.Retired>())
            schedule = schedule.WithRetired(retired.Version);
        return new ProgramHistory(records, schedule, Hash);
    }

    /// <summary>What the record changed in words; empty for a program's first version.</summary>
    public IReadOnlyList<ProgramChange> ChangesBy(ProgramRecord record)
    {
        var schedule = AsOf(record).Schedule;
        var version = VersionOf(record);
        var before = schedule.Versions
            .LastOrDefault(each => each.Version < version && !schedule.IsRetired(each.Version))?.Definition;
        if (before is null)
            return [];
        var after = schedule.Find(version)!.Definition;
        return record is ProgramRecord.Retired
            ? ProgramComparison.Between(after, before)
            : ProgramComparison.Between(before, after);
    }

    /// <summary>Where a version stands at a time.</summary>
    public ProgramVersionStanding StandingOf(long version, Instant now)
    {
        if (Schedule.IsRetired(version))
            return ProgramVersionStanding.Retired;
        if (Schedule.At(now) is { } deciding && deciding.Version >= version)
        {
            return deciding.Version == version
                ? ProgramVersionStanding.InForce
                : ProgramVersionStanding.Superseded;
        }
        return ProgramVersionStanding.Scheduled;
    }

    private static LoyaltyProgram Compile(
        ProgramHistory? former, ProgramRecord.Published published, ProgramDefinition definition) =>
        LoyaltyProgram.Compile(
            definition, (former?.Schedule.Versions.Length ?? 0) + 1, published.EffectiveTime.ToInstant());

    private static ProgramSchedule Schedules(ProgramHistory? former, LoyaltyProgram version) =>
        former is null ? ProgramSchedule.StartWith(version) : former.Schedule.With(version);
}
