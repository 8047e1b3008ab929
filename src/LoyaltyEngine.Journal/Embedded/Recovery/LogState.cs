namespace LoyaltyEngine.Journal.Embedded;

/// <summary>What a log holds, as gathered when it is opened.</summary>
internal sealed class LogState(JournalIdentity journal)
{
    public JournalIdentity Journal { get; } = journal;

    public StreamDirectory Streams { get; } = new(journal.Seed);

    public RequestMemory Requests { get; } = new();

    public long NewestRecordTime { get; set; }

    public int StreamsFromCheckpoint { get; set; }

    public long BatchesReplayed { get; set; }

    public long RecordsReplayed { get; set; }

    public long BytesCut { get; set; }

    public List<string> Notices { get; } = [];

    /// <summary>
    /// Takes a batch's records in. Records that the checkpoint knew already change nothing, so a checkpoint may know
    /// more than the place says from which the log is read again.
    /// </summary>
    /// <param name="header">The batch's header.</param>
    /// <param name="batch">The batch, known to be whole.</param>
    /// <param name="indexRequests">Whether its requests are not in an index file yet.</param>
    public void TakeIn(in BatchHeader header, ReadOnlySpan<byte> batch, bool indexRequests)
    {
        var offset = BatchHeader.Size;
        for (var i = 0; i < header.RecordCount; i++)
        {
            var position = header.Position.Plus(offset);
            if (!RecordFrame.TryParse(batch[offset..], Journal.Seed, position, out var frame))
                throw new JournalCorruptException($"There is no whole record in {position}, in a batch that is whole.");
            TakeIn(frame, position, indexRequests);
            offset += frame.ByteLength;
        }

        NewestRecordTime = Math.Max(NewestRecordTime, header.NewestRecordTime);
        BatchesReplayed++;
        RecordsReplayed += header.RecordCount;
    }

    public RecoveryReport ToReport(TailStart start) => new()
    {
        Segments = start.Segment.Number,
        Streams = Streams.Count,
        StreamsFromCheckpoint = StreamsFromCheckpoint,
        BatchesReplayed = BatchesReplayed,
        RecordsReplayed = RecordsReplayed,
        BytesCut = BytesCut,
        Notices = [.. Notices],
    };

    private void TakeIn(RecordFrame frame, LogPosition position, bool indexRequests)
    {
        var hash = Streams.HashOf(frame.StreamText);
        ref var head = ref Streams[Streams.FindOrAdd(frame.StreamText, hash)];
        var newest = frame.Kind == RecordKind.Entry ? head.Revision + 1 : head.Revision;
        if (frame.Revision > newest)
        {
            throw new JournalCorruptException(
                $"The record in {position} has revision {frame.Revision}, but its stream is at {head.Revision}.");
        }

        head.TakeIn(frame.Kind, frame.Revision, position);
        if (indexRequests && frame.RequestKey != RequestKey.None)
            Requests.Add(RequestIndexKey.Of(frame.RequestKey, hash), position);
    }
}
