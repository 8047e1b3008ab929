namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// Goes from record to record through the log's durable part, over the ends of batches and segments, reading ahead in
/// windows that grow as it goes on. Frames are not checked here. For one caller at a time.
/// </summary>
internal sealed class LogWalk(SegmentFiles files)
{
    private const int WindowBytesMin = 4 * 1024;
    private const int WindowBytesMax = 64 * 1024;

    private byte[] _window = [];
    private LogPosition _windowStart;
    private int _windowLength;
    private LogPosition _batchEnd = LogPosition.At(1, SegmentHeader.DataStart);
    private LogPosition _next = LogPosition.At(1, SegmentHeader.DataStart);

    /// <summary>The position of the current record.</summary>
    public LogPosition Position { get; private set; }

    /// <summary>The bytes from the current record on; at least the record's own.</summary>
    public ReadOnlySpan<byte> Current => Bytes(Position, CurrentLength);

    private int CurrentLength { get; set; }

    /// <summary>Stands on a record known to be whole, so that the next one is that after it.</summary>
    public void StandOn(LogPosition position, int offsetInBatch, int length)
    {
        var batch = position.Plus(-offsetInBatch);
        _batchEnd = batch.Plus(ReadHeader(batch).ByteLength);
        _next = position.Plus(length);
    }

    /// <summary>Goes to the next record before the end of what is durable.</summary>
    public bool MoveNext(LogPosition durable)
    {
        while (true)
        {
            if (_next < _batchEnd && TryStand())
                return true;
            _next = _batchEnd;
            if (_next >= durable)
                return false;
            EnterBatch(durable);
        }
    }

    private bool TryStand()
    {
        var room = (int)(_batchEnd.Value - _next.Value);
        var length = RecordFrame.LengthAt(Bytes(_next, Math.Min(room, sizeof(int))));
        if (length == 0)
            return false;
        if (!RecordFrame.IsPossibleLength(length) || length > room)
            throw new JournalCorruptException($"There is no whole record in {_next}, where one was written.");
        _ = Bytes(_next, length);
        Position = _next;
        CurrentLength = length;
        _next = _next.Plus(length);
        return true;
    }

    // Where a batch ends, another one begins, or else the next segment.
    private void EnterBatch(LogPosition durable)
    {
        if (_next.Segment < durable.Segment && !IsBatch(_next))
            _next = LogPosition.At(_next.Segment + 1, SegmentHeader.DataStart);
        if (_next >= durable)
        {
            _batchEnd = _next;
            return;
        }

        _batchEnd = _next.Plus(ReadHeader(_next).ByteLength);
        _next = _next.Plus(BatchHeader.Size);
    }

    private bool IsBatch(LogPosition position) =>
        BatchHeader.TryRead(Bytes(position, BatchHeader.Size), out var header)
        && header.Kind == BatchKind.Records
        && header.Position == position;

    private BatchHeader ReadHeader(LogPosition position) =>
        BatchHeader.TryRead(Bytes(position, BatchHeader.Size), out var header)
        && header.Kind == BatchKind.Records
        && header.Position == position
            ? header
            : throw new JournalCorruptException($"There is no batch in {position}, where one was written.");

    private ReadOnlySpan<byte> Bytes(LogPosition from, int count)
    {
        var skip = from.Value - _windowStart.Value;
        if (skip < 0 || skip + count > _windowLength)
        {
            var wanted = Math.Clamp(_window.Length * 2, WindowBytesMin, WindowBytesMax);
            if (_window.Length < Math.Max(wanted, count))
                _window = new byte[Math.Max(wanted, count)];
            _windowStart = from;
            _windowLength = files.Read(from, _window);
            skip = 0;
        }

        return _windowLength < count
            ? throw new JournalCorruptException($"The file ends in {from}, where the log goes on.")
            : _window.AsSpan((int)skip, count);
    }
}
