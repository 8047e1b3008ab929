using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Verification;

/// <summary>
/// Checks the laws on a whole journal, record by record in commit order: each request at most once, every entry folds
/// to the balance it states, snapshots equal what the entries fold to, every identifier belongs to the member who was
/// enrolled with it, every program version can be read and stood when it decided, and the books of every program
/// balance with every entry. That revisions have no gaps and hash chains are whole is for the journal's own
/// verification. Not thread-safe.
/// </summary>
/// <remarks>Holds every member and the keys of all requests in memory.</remarks>
public sealed class LedgerVerifier
{
    /// <summary>The most faults that are told.</summary>
    public const int FaultCountMax = 100;

    private readonly Dictionary<StreamId, VerifiedStream> _streams = [];
    private readonly Dictionary<string, ProgramTotals> _totals = [];
    private readonly Dictionary<StreamId, ProgramHistory> _programs = [];
    private readonly List<LedgerFault> _faults = [];
    private readonly DayRoots _dayRoots = new();
    private long _recordCount;

    /// <summary>Takes the next record.</summary>
    public void Add(RecordKind kind, StoredRecord record)
    {
        _recordCount++;
        if (!_streams.TryGetValue(record.Stream, out var stream))
            _streams[record.Stream] = stream = new VerifiedStream(record.Stream);
        try
        {
            if (kind == RecordKind.Snapshot)
                CheckSnapshot(stream, record);
            else
                CheckEntry(stream, record);
            if (kind == RecordKind.Entry)
                _dayRoots.Add(record);
        }
        catch (Exception e) when (e is CorruptMemberException or JournalCorruptException or OverflowException)
        {
            Fault(record, e.Message);
            stream.IsBroken = true;
        }
    }

    /// <summary>What all records have shown.</summary>
    public VerificationReport Finish()
    {
        foreach (var stream in _streams.Values)
            CheckClaims(stream);
        return new VerificationReport(_recordCount, _streams.Count, _totals, _faults)
        {
            DayRoots = _dayRoots.ToList(),
        };
    }

    private void CheckEntry(VerifiedStream stream, StoredRecord record)
    {
        stream.Revision = record.Revision;
        if (stream.IsBroken)
            return;

        if (record.Stream.IsMember)
            CheckMemberEntry(stream, record);
        else if (record.Stream.IsProgram)
            CheckProgramRecord(record);
        else if (record.Stream == StreamId.Catalogue)
            CatalogueCodec.Read(record);
        else
            CheckIdentifier(stream, record);
    }

    private void CheckMemberEntry(VerifiedStream stream, StoredRecord record)
    {
        var change = EntryCodec.Read(record);
        if (change.Origin.RequestId.Length > 0)
        {
            if (RequestKey.Of(change.Origin.RequestId) != record.RequestKey)
                Fault(record, "has another request's key");
            if (!stream.RequestKeys.Add(record.RequestKey))
                Fault(record, $"was made by request {change.Origin.RequestId}, which made an entry before");
        }

        MemberFold.Evolve(stream.Member, change);
        stream.PointsSum += change.Points;
        if (stream.PointsSum != stream.Member.Balance.Total)
            Fault(record, $"the entries sum to {stream.PointsSum}, the balance is {stream.Member.Balance.Total}");

        var parts = record.Stream.Parts;
        CheckProgramOf(record, change, parts[0], parts[1]);
        var programId = TenantId.Qualify(parts[0], parts[1]);
        var totals = _totals.GetValueOrDefault(programId).With(change);
        if (!totals.Balances)
            Fault(record, $"the books of {programId} do not balance with it");
        _totals[programId] = totals;
    }

    private void CheckIdentifier(VerifiedStream stream, StoredRecord record)
    {
        var change = IdentifierCodec.Read(record);
        if (stream.IsRetired)
            Fault(record, "goes on though the identifier was replaced for good");
        if (change.Step != IdentifierStep.Claim && change.MemberId != stream.Claimant)
            Fault(record, $"is given up by {change.MemberId}, who does not have it");
        stream.IsRetired = change.Step == IdentifierStep.Retire;
        stream.Claimant = change.Step == IdentifierStep.Claim ? change.MemberId : null;
    }

    private void CheckProgramRecord(StoredRecord record)
    {
        var former = _programs.GetValueOrDefault(record.Stream);
        var stored = ProgramCodec.Read(record);
        var parsed = stored is ProgramRecord.Published published ? ProgramFile.Parse(published.Source) : null;
        if (parsed is { IsValid: false })
        {
            Fault(record, $"the program version has faults: {parsed.Faults[0]}");
            return;
        }
        if (stored is ProgramRecord.Retired retired
            && former?.Schedule.Find(retired.Version) is { } version
            && version.EffectiveTime <= stored.RecordTime.ToInstant())
        {
            Fault(record, $"retires version {retired.Version}, which had taken effect");
        }
        try
        {
            _programs[record.Stream] = ProgramHistory.Next(former, stored, parsed?.Definition, record.Hash);
        }
        catch (ArgumentException e)
        {
            Fault(record, e.Message);
        }
    }

    // What decided an entry is a version that stood when it was decided (law 7).
    private void CheckProgramOf(StoredRecord record, MemberEvent change, string tenant, string programId)
    {
        var version = change.Origin.ProgramVersion;
        if (version == 0 || !_programs.TryGetValue(StreamId.Program(tenant, programId), out var program))
            return;
        if (program.Schedule.Find(version) is null)
            Fault(record, $"was decided by version {version} of {programId}, which was not published before it");
        else if (program.Schedule.IsRetired(version))
            Fault(record, $"was decided by version {version} of {programId}, which was retired before it");
    }

    private void CheckSnapshot(VerifiedStream stream, StoredRecord record)
    {
        if (stream.IsBroken)
            return;
        if (record.Revision != stream.Revision)
            Fault(record, $"is a snapshot between revision {stream.Revision} and the next");
        else if (record.Body.Span is [MemberFold.Version, ..]
            && !record.Body.Span.SequenceEqual(MemberSnapshot.Write(stream.Member)))
        {
            Fault(record, "is a snapshot that differs from what the entries fold to");
        }
    }

    private void CheckClaims(VerifiedStream stream)
    {
        var parts = stream.Id.Parts;
        foreach (var hash in stream.Member.Identifiers)
        {
            var claim = StreamId.Identifier(parts[0], parts[1], Convert.ToHexStringLower(hash));
            if (!_streams.TryGetValue(claim, out var claimed) || claimed.Claimant != parts[2])
                AddFault(new LedgerFault(stream.Id.Text, $"has identifier {claim}, which it did not claim"));
        }
    }

    private void Fault(StoredRecord record, string message) =>
        AddFault(new LedgerFault($"{record.Stream}, revision {record.Revision}", message));

    private void AddFault(LedgerFault fault)
    {
        if (_faults.Count < FaultCountMax)
            _faults.Add(fault);
    }
}
