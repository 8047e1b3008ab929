namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Finds the requests of sealed segments by reading the log itself.</summary>
internal sealed class SegmentIndexer(ILogStorage storage, JournalIdentity journal)
{
    /// <summary>The requests of some consecutive segments, by key and then position.</summary>
    public List<(ulong Key, long Position)> Index(int first, int last)
    {
        var entries = new List<(ulong Key, long Position)>();
        var streams = new StreamDirectory(journal.Seed); // For its hash alone.
        for (var number = first; number <= last; number++)
        {
            using var file = storage.Open(SegmentName.Of(number), writable: false);
            var sector = new byte[SegmentHeader.Size];
            file.Read(0, sector);
            if (!SegmentHeader.TryRead(sector, out var header, out var fault))
                throw new JournalCorruptException($"Segment {SegmentName.Of(number)} in {storage.Place}: {fault}.");
            SegmentReplay.Run(
                new SegmentScanner(file, header), (in batch, bytes) => AddBatch(entries, streams, batch, bytes));
        }

        entries.Sort();
        return entries;
    }

    private void AddBatch(
        List<(ulong Key, long Position)> entries,
        StreamDirectory streams,
        in BatchHeader header,
        ReadOnlySpan<byte> batch)
    {
        var offset = BatchHeader.Size;
        for (var i = 0; i < header.RecordCount; i++)
        {
            var position = header.Position.Plus(offset);
            if (!RecordFrame.TryParse(batch[offset..], journal.Seed, position, out var frame))
                throw new JournalCorruptException($"There is no whole record in {position}, in a batch that is whole.");
            if (frame.RequestKey != RequestKey.None)
                entries.Add((RequestIndexKey.Of(frame.RequestKey, streams.HashOf(frame.StreamText)), position.Value));
            offset += frame.ByteLength;
        }
    }
}
