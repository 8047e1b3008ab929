namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The segments of a log that is being opened, proved to be this journal's and to follow one another: numbers without
/// gaps, one identity, and each header naming the batch with which the seal of the segment before closes.
/// </summary>
internal sealed class SegmentCatalog
{
    private readonly ILogStorage _storage;
    private readonly List<SegmentHeader> _headers = [];

    private SegmentCatalog(ILogStorage storage) => _storage = storage;

    /// <summary>The headers, by number.</summary>
    public IReadOnlyList<SegmentHeader> Headers => _headers;

    public SegmentHeader Last => _headers[^1];

    /// <summary>
    /// Whether the last but one segment is without its seal: power failed between the last one's creation and the seal.
    /// </summary>
    public bool SealIsMissing { get; private set; }

    /// <summary>Reads the headers and seals; null where there are no segments.</summary>
    /// <exception cref="JournalCorruptException">They do not belong together; the message names the file.</exception>
    public static SegmentCatalog? Read(ILogStorage storage)
    {
        var numbers = new List<int>();
        foreach (var name in storage.List())
        {
            if (SegmentName.TryParse(name, out var number))
                numbers.Add(number);
        }

        if (numbers.Count == 0)
            return null;
        numbers.Sort();
        var catalog = new SegmentCatalog(storage);
        for (var number = 1; number <= numbers[^1]; number++)
        {
            if (numbers[number - 1] != number)
                throw Corrupt(storage, number, "it is missing");
            catalog.Add(number);
        }

        return catalog;
    }

    private static JournalCorruptException Corrupt(ILogStorage storage, int number, string fault) =>
        new($"Segment {SegmentName.Of(number)} in {storage.Place} is refused: {fault}.");

    private void Add(int number)
    {
        using var file = _storage.Open(SegmentName.Of(number), writable: false);
        var sector = new byte[SegmentHeader.Size];
        var length = file.Read(0, sector);
        if (!SegmentHeader.TryRead(sector.AsSpan(0, length), out var header, out var fault))
            throw Corrupt(_storage, number, fault);
        if (header.Number != number)
            throw Corrupt(_storage, number, $"its header says that it is segment {header.Number}");
        if (_headers.Count > 0)
            CheckFollows(header);
        else if (header.PreviousSequence != 0)
            throw Corrupt(_storage, number, "it is the first, yet names one before it");
        _headers.Add(header);
    }

    private void CheckFollows(SegmentHeader header)
    {
        var before = _headers[^1];
        if (header.Journal != before.Journal)
            throw Corrupt(_storage, header.Number, "it belongs to another journal");
        if (SealIsMissing)
            throw Corrupt(_storage, before.Number - 1, $"its seal, at byte {_headers[^2].SealAt}, is missing");
        if (TryReadSeal(before, out var seal))
        {
            if (seal.Sequence != header.PreviousSequence || seal.PreviousChecksum != header.PreviousChecksum)
                throw Corrupt(_storage, header.Number, $"it does not follow this {SegmentName.Of(before.Number)}");
        }
        else
        {
            SealIsMissing = true;
        }
    }

    /// <summary>The seal of a segment, where there is one.</summary>
    public bool TryReadSeal(SegmentHeader segment, out BatchHeader seal)
    {
        using var file = _storage.Open(SegmentName.Of(segment.Number), writable: false);
        return new SegmentScanner(file, segment, Sector.Size).TryRead(segment.SealAt, out seal, out _)
            && seal.Kind == BatchKind.Seal;
    }
}
