namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// Reads the log of a folder from its first record to its last and checks all that it claims: segments, seals, batches,
/// frames, pointers, revisions and hash chains. Changes nothing, but keeps the folder for itself meanwhile. Not
/// thread-safe.
/// </summary>
public sealed class JournalVerifier : IDisposable
{
    private readonly ILogStorage _storage;
    private readonly IDisposable _lock;
    private readonly SegmentCatalog? _catalog;

    private JournalVerifier(ILogStorage storage)
    {
        _storage = storage;
        _lock = storage.Lock();
        try
        {
            _catalog = SegmentCatalog.Read(storage);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>What was read so far; complete once <see cref="Records"/> has come to its end.</summary>
    public VerifiedTotals Totals { get; private set; } = new();

    /// <summary>Opens the log of a folder for verification.</summary>
    /// <exception cref="JournalInUseException">A process has the journal open.</exception>
    /// <exception cref="JournalCorruptException">The segments do not belong together.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static JournalVerifier Open(string directory) => Directory.Exists(directory)
        ? Open(new FolderLogStorage(directory))
        : throw new DirectoryNotFoundException($"There is no folder {Path.GetFullPath(directory)}.");

    /// <inheritdoc cref="Open(string)"/>
    public static JournalVerifier Open(ILogStorage storage) => new(storage);

    /// <summary>All records in the order of the log, each checked before it is given out.</summary>
    /// <exception cref="JournalCorruptException">Something does not hold; the message names the place.</exception>
    public IEnumerable<VerifiedRecord> Records()
    {
        if (_catalog is null)
            yield break;

        var check = new RecordCheck(_catalog.Last.Journal);
        foreach (var segment in _catalog.Headers)
        {
            using var file = _storage.Open(SegmentName.Of(segment.Number), writable: false);
            var scanner = new SegmentScanner(file, segment);
            var place = new SegmentReplay(SegmentHeader.DataStart, segment.PreviousSequence, segment.PreviousChecksum);
            while (ReadBatch(scanner, place, check) is var (records, end))
            {
                foreach (var record in records)
                    yield return record;
                place = end;
            }

            CheckEnd(segment, scanner, place);
            Totals = Totals with { Segments = Totals.Segments + 1 };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private (IReadOnlyList<VerifiedRecord> Records, SegmentReplay End)? ReadBatch(
        SegmentScanner scanner, SegmentReplay place, RecordCheck check)
    {
        if (!place.TryNext(scanner, out var header, out var batch, out var end))
            return null;
        var records = check.TakeIn(header, batch);
        var snapshots = records.Count(record => record.Kind == RecordKind.Snapshot);
        Totals = Totals with
        {
            Batches = Totals.Batches + 1,
            Entries = Totals.Entries + records.Count - snapshots,
            Snapshots = Totals.Snapshots + snapshots,
            Streams = check.StreamCount,
            NewestRecordTime = header.NewestRecordTime,
        };
        return (records, end);
    }

    private void CheckEnd(SegmentHeader segment, SegmentScanner scanner, SegmentReplay end)
    {
        var position = LogPosition.At(segment.Number, end.Offset);
        if (segment == _catalog!.Last && _catalog.SealIsMissing && end.Offset > SegmentHeader.DataStart)
        {
            var before = _catalog.Headers[segment.Number - 2];
            throw new JournalCorruptException(
                $"There is no whole seal in {LogPosition.At(before.Number, before.SealAt)}, where one was written.");
        }

        if (segment != _catalog.Last)
        {
            var next = _catalog.Headers[segment.Number];
            if (next.PreviousSequence != end.Sequence || next.PreviousChecksum != end.Checksum)
                throw new JournalCorruptException($"There is no whole batch in {position}, where one was written.");
            return;
        }

        if (_catalog.TryReadSeal(segment, out _))
        {
            throw new JournalCorruptException(
                $"Segment {SegmentName.Of(segment.Number + 1)} is missing: the one before it is sealed.");
        }

        if (scanner.ProvesFlushPast(position, end.Offset))
            throw new JournalCorruptException($"There is no whole batch in {position}, where one was written.");
        var marked = scanner.TryRead(end.Offset, out var mark, out _) && mark.Kind == BatchKind.Mark;
        var from = end.Offset + (marked ? Sector.Size : 0);
        Totals = Totals with { UnfinishedBytes = scanner.EndOfContent(from) - from };
    }
}
