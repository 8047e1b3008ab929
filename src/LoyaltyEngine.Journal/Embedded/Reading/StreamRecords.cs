namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Reads the records of one stream by the pointers between them; all of them must be durable.</summary>
internal sealed class StreamRecords(FrameReader frames)
{
    /// <summary>The snapshot and what follows it.</summary>
    public LoadedStream Load(StreamId stream, in StreamHead head)
    {
        Span<byte> text = stackalloc byte[StreamId.TextLengthMax];
        text = text[..StreamDirectory.Encode(stream, text)];
        byte[] buffer = [];
        var tail = new StoredRecord[head.Revision - head.SnapshotRevision];
        var position = head.Last;
        for (var revision = head.Revision; revision > head.SnapshotRevision; revision--)
        {
            var frame = frames.Read(position, text, RecordKind.Entry, revision, ref buffer);
            tail[revision - head.SnapshotRevision - 1] = frame.ToRecord(stream);
            position = frame.Previous;
        }

        if (head.SnapshotRevision == 0)
            return new LoadedStream(head.Revision, tail[^1].Hash, 0, default, tail);
        var snapshot = frames.Read(head.Snapshot, text, RecordKind.Snapshot, head.SnapshotRevision, ref buffer);
        var hash = tail.Length > 0 ? tail[^1].Hash : snapshot.Hash;
        return new LoadedStream(head.Revision, hash, head.SnapshotRevision, snapshot.Body.ToArray(), tail);
    }

    /// <summary>The record of a revision from 1 to the head's.</summary>
    public StoredRecord Find(StreamId stream, in StreamHead head, long revision)
    {
        Span<byte> text = stackalloc byte[StreamId.TextLengthMax];
        text = text[..StreamDirectory.Encode(stream, text)];
        byte[] buffer = [];
        var at = head.Revision;
        var frame = frames.Read(head.Last, text, RecordKind.Entry, at, ref buffer);
        while (at > revision)
        {
            var (next, position) = Step(frame, at, revision);
            frame = frames.Read(position, text, RecordKind.Entry, next, ref buffer);
            at = next;
        }

        return frame.ToRecord(stream);
    }

    /// <summary>A page backwards from a position at which the record of a revision stands.</summary>
    public RecordPage Page(StreamId stream, long revision, LogPosition position, int recordCountMax)
    {
        Span<byte> text = stackalloc byte[StreamId.TextLengthMax];
        text = text[..StreamDirectory.Encode(stream, text)];
        byte[] buffer = [];
        var records = new List<StoredRecord>();
        var bytes = 0L;
        while (revision >= 1 && records.Count < recordCountMax && bytes < PageLimits.BodyBytesMax)
        {
            var frame = frames.Read(position, text, RecordKind.Entry, revision, ref buffer);
            records.Add(frame.ToRecord(stream));
            bytes += frame.Body.Length;
            position = frame.Previous;
            revision--;
        }

        return new RecordPage(records, revision >= 1 ? new ReadCursor(revision, position.Value) : null);
    }

    /// <summary>Whether the entry of a revision of a stream stands at a position that came from outside.</summary>
    public bool Stands(StreamId stream, long revision, LogPosition position)
    {
        Span<byte> text = stackalloc byte[StreamId.TextLengthMax];
        text = text[..StreamDirectory.Encode(stream, text)];
        byte[] buffer = [];
        return frames.TryRead(position, ref buffer, out var frame)
            && frame.Kind == RecordKind.Entry
            && frame.Revision == revision
            && frame.StreamText.SequenceEqual(text);
    }

    /// <summary>The revisions of a stream's records that a request made, newest first, among some candidates.</summary>
    public IReadOnlyList<long> RevisionsOf(
        StreamId stream, ulong requestKey, List<LogPosition>? candidates, LogPosition last)
    {
        if (candidates is null)
            return [];
        Span<byte> text = stackalloc byte[StreamId.TextLengthMax];
        text = text[..StreamDirectory.Encode(stream, text)];
        byte[] buffer = [];
        var revisions = new SortedSet<long>();
        foreach (var position in candidates)
        {
            if (position > last)
                continue;
            var frame = frames.Read(position, ref buffer);
            if (frame.RequestKey == requestKey && frame.StreamText.SequenceEqual(text))
                revisions.Add(frame.Revision);
        }

        return [.. revisions.Reverse()];
    }

    /// <summary>The longest step back that does not pass the revision asked for.</summary>
    private static (long Revision, LogPosition Position) Step(RecordFrame frame, long at, long wanted)
    {
        var far = (at - 1) / RecordFrame.LongSkip * RecordFrame.LongSkip;
        if (far >= wanted)
            return (far, frame.PreviousLongSkip);
        var near = (at - 1) / RecordFrame.ShortSkip * RecordFrame.ShortSkip;
        return near >= wanted ? (near, frame.PreviousShortSkip) : (at - 1, frame.Previous);
    }
}
