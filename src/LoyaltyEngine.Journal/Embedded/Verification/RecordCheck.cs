namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// Follows every stream through the log and checks each record against all before it. Keeps about 130 bytes a stream.
/// </summary>
internal sealed class RecordCheck(JournalIdentity journal)
{
    private readonly StreamDirectory _streams = new(journal.Seed);
    private readonly List<ChainHash> _hashes = [];
    private readonly List<StreamId> _names = [];

    public int StreamCount => _streams.Count;

    /// <summary>Checks the records of a batch that follows those before and gives them out.</summary>
    public IReadOnlyList<VerifiedRecord> TakeIn(in BatchHeader header, ReadOnlySpan<byte> batch)
    {
        var records = new List<VerifiedRecord>(header.RecordCount);
        var offset = BatchHeader.Size;
        for (var i = 0; i < header.RecordCount; i++)
        {
            var position = header.Position.Plus(offset);
            if (!RecordFrame.TryParse(batch[offset..], journal.Seed, position, out var frame))
                throw Fault(position, "is not whole");
            if (frame.OffsetInBatch != offset)
                throw Fault(position, "misstates its place in its batch");
            records.Add(TakeIn(frame, position));
            offset += frame.ByteLength;
        }

        return batch[offset..].ContainsAnyExcept((byte)0)
            ? throw Fault(header.Position.Plus(offset), "is more than its batch counts")
            : records;
    }

    private static JournalCorruptException Fault(LogPosition position, string fault) =>
        new($"The record in {position} {fault}.");

    private VerifiedRecord TakeIn(RecordFrame frame, LogPosition position)
    {
        var index = _streams.FindOrAdd(frame.StreamText, _streams.HashOf(frame.StreamText));
        if (index == _names.Count)
        {
            _names.Add(StreamId.FromStored(System.Text.Encoding.ASCII.GetString(frame.StreamText)));
            _hashes.Add(ChainHash.Genesis(_names[index]));
        }

        ref var head = ref _streams[index];
        if (frame.Previous != head.Last
            || frame.PreviousShortSkip != head.ShortSkip
            || frame.PreviousLongSkip != head.LongSkip)
            throw Fault(position, "points to other places than those of its stream's records before");
        var record = frame.ToRecord(_names[index]);
        if (frame.Kind == RecordKind.Entry)
            _hashes[index] = CheckEntry(frame, head.Revision, _hashes[index], position);
        else if (frame.Revision < 1 || frame.Revision > head.Revision)
            throw Fault(position, $"is a snapshot of revision {frame.Revision} of a stream at {head.Revision}");
        else if (frame.Revision == head.Revision && !frame.Hash.Equals(_hashes[index]))
            throw Fault(position, "is a snapshot with another hash than its stream");
        head.TakeIn(frame.Kind, frame.Revision, position);
        return new VerifiedRecord(frame.Kind, record, position.ToString());
    }

    private static ChainHash CheckEntry(RecordFrame frame, long revision, in ChainHash hash, LogPosition position)
    {
        if (frame.Revision != revision + 1)
            throw Fault(position, $"has revision {frame.Revision} in a stream at {revision}");
        var next = hash.Next(frame.Revision, frame.Body);
        return next.Equals(frame.Hash)
            ? next
            : throw Fault(position, $"breaks the hash chain of its stream at revision {frame.Revision}");
    }
}
