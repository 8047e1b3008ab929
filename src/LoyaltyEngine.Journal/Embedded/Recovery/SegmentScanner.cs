namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Reads a segment's batches one after another, each checked as a whole. For one caller at a time.</summary>
internal sealed class SegmentScanner(ILogFile file, SegmentHeader segment, int windowBytes = SegmentScanner.WindowBytes)
{
    public const int WindowBytes = 1 << 20;

    private byte[] _window = new byte[Math.Min(windowBytes, segment.ByteLength)];
    private long _windowStart = -1;
    private int _windowLength;

    /// <summary>The segment's header.</summary>
    public SegmentHeader Segment => segment;

    /// <summary>
    /// Reads what begins at an offset, if it is whole and written for this very place: the right journal, segment
    /// generation and position.
    /// </summary>
    public bool TryRead(int offset, out BatchHeader header, out ReadOnlySpan<byte> batch)
    {
        batch = default;
        if (!BatchHeader.TryRead(Bytes(offset, BatchHeader.Size), out header)
            || header.Position != LogPosition.At(segment.Number, offset)
            || header.Generation != segment.Generation
            || header.ByteLength > segment.ByteLength - offset)
            return false;

        batch = Bytes(offset, header.ByteLength);
        return batch.Length == header.ByteLength && BatchHeader.IsWhole(batch, segment.Journal.Seed);
    }

    /// <summary>
    /// Looks from an offset on for anything written whole that says that the log was flushed past a position.
    /// </summary>
    public bool ProvesFlushPast(LogPosition position, int from)
    {
        for (var offset = from; offset < segment.ByteLength; offset += Sector.Size)
        {
            if (BatchHeader.LooksLikeOne(Bytes(offset, BatchHeader.Size))
                && TryRead(offset, out var header, out _)
                && header.FlushedThrough > position)
                return true;
        }

        return false;
    }

    /// <summary>
    /// The offset after the last byte that is not zero, from an offset on; the offset itself where all are.
    /// </summary>
    public int EndOfContent(int from)
    {
        var end = from;
        for (var offset = from; offset < segment.ByteLength;)
        {
            var bytes = Bytes(offset, Math.Min(windowBytes, segment.ByteLength - offset));
            if (bytes.IsEmpty)
                break;
            var last = bytes.LastIndexOfAnyExcept((byte)0);
            if (last >= 0)
                end = offset + last + 1;
            offset += bytes.Length;
        }

        return end;
    }

    /// <summary>Bytes of the file, fewer where it is shorter.</summary>
    public ReadOnlySpan<byte> Bytes(int offset, int count)
    {
        var skip = offset - _windowStart;
        if (_windowStart < 0 || skip < 0 || skip + count > _windowLength)
        {
            if (_window.Length < count)
                _window = new byte[count];
            _windowStart = offset;
            _windowLength = file.Read(offset, _window);
            skip = 0;
        }

        return _window.AsSpan((int)skip, Math.Min(count, _windowLength - (int)skip));
    }
}
