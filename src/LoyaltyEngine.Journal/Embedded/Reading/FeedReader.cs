namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// Reads the feed: entries in the order of the log. A feed position is the position of the record last read.
/// Thread-safe.
/// </summary>
internal sealed class FeedReader(SegmentFiles files, FrameReader frames, ulong seed)
{
    /// <summary>Reads a page of what is durable.</summary>
    public FeedPage Read(FeedPosition after, int recordCountMax, LogPosition durable)
    {
        var walk = new LogWalk(files);
        Begin(walk, after, durable);
        var records = new List<StoredRecord>();
        var bytes = 0L;
        var next = after;
        while (records.Count < recordCountMax && bytes < PageLimits.BodyBytesMax && walk.MoveNext(durable))
        {
            if (!RecordFrame.TryParse(walk.Current, seed, walk.Position, out var frame))
                throw Damaged(walk.Position);
            if (frame.Kind != RecordKind.Entry)
                continue;
            records.Add(frame.ToRecord(StreamId.FromStored(System.Text.Encoding.ASCII.GetString(frame.StreamText))));
            bytes += frame.Body.Length;
            next = new FeedPosition(walk.Position.Value);
        }

        return new FeedPage(records, next, AtEnd: !EntryFollows(walk, durable));
    }

    private void Begin(LogWalk walk, FeedPosition after, LogPosition durable)
    {
        if (after == FeedPosition.Start)
            return;
        byte[] buffer = [];
        var position = new LogPosition(after.Place);
        if (position >= durable || !frames.TryRead(position, ref buffer, out var frame))
            throw new ArgumentException("The position was not made by this journal.", nameof(after));
        walk.StandOn(position, frame.OffsetInBatch, frame.ByteLength);
    }

    private static JournalCorruptException Damaged(LogPosition position) =>
        new($"There is no whole record in {position}, where one was written.");

    private bool EntryFollows(LogWalk walk, LogPosition durable)
    {
        while (walk.MoveNext(durable))
        {
            if (!RecordFrame.TryParse(walk.Current, seed, walk.Position, out var frame))
                throw Damaged(walk.Position);
            if (frame.Kind == RecordKind.Entry)
                return true;
        }

        return false;
    }
}
