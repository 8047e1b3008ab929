namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Reads single records by their position. Thread-safe; each caller brings its own buffer.</summary>
internal sealed class FrameReader(SegmentFiles files, ulong seed)
{
    /// <summary>Bytes read at once: most records fit and need no second read.</summary>
    private const int FirstRead = 1024;

    /// <summary>Reads a record that must be there.</summary>
    /// <exception cref="JournalCorruptException">It is not: what was durable has changed.</exception>
    public RecordFrame Read(LogPosition position, ref byte[] buffer) =>
        TryRead(position, ref buffer, out var frame)
            ? frame
            : throw new JournalCorruptException($"There is no whole record in {position}, where one was written.");

    /// <summary>Reads the record of a stream that must be there.</summary>
    public RecordFrame Read(
        LogPosition position, ReadOnlySpan<byte> stream, RecordKind kind, long revision, ref byte[] buffer)
    {
        var frame = Read(position, ref buffer);
        if (frame.Kind != kind || frame.Revision != revision || !frame.StreamText.SequenceEqual(stream))
        {
            throw new JournalCorruptException(
                $"The record in {position} is not the one of revision {revision} that belongs there.");
        }

        return frame;
    }

    /// <summary>Reads the record at a position that may be made up.</summary>
    public bool TryRead(LogPosition position, ref byte[] buffer, out RecordFrame frame)
    {
        frame = default;
        if (position.Segment < 1 || position.Segment > files.Last || position.Offset < SegmentHeader.DataStart)
            return false;
        if (buffer.Length < FirstRead)
            buffer = new byte[FirstRead];

        var count = files.Read(position, buffer.AsSpan(0, FirstRead));
        var length = RecordFrame.LengthAt(buffer.AsSpan(0, count));
        if (!RecordFrame.IsPossibleLength(length))
            return false;
        if (length > count)
        {
            if (count < FirstRead)
                return false;
            if (buffer.Length < length)
                Array.Resize(ref buffer, length);
            count += files.Read(position.Plus(count), buffer.AsSpan(count, length - count));
        }

        return RecordFrame.TryParse(buffer.AsSpan(0, count), seed, position, out frame);
    }
}
