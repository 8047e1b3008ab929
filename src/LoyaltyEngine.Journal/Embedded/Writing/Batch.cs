namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// A batch as it is laid out in memory, at the very place where it will be written. Filled under the tail's lock; once
/// sealed, the writer's own, but for its waiters.
/// </summary>
internal sealed class Batch
{
    public const int BufferBytesMin = 64 * 1024;

    private byte[] _buffer = new byte[BufferBytesMin];

    public LogPosition Start { get; private set; }

    /// <summary>The most bytes that it may come to, header included.</summary>
    public int Capacity { get; private set; }

    /// <summary>Bytes laid out so far, header included, padding not.</summary>
    public int Length { get; private set; }

    public int RecordCount { get; private set; }

    public int AppendCount { get; set; }

    public long NewestRecordTime { get; set; }

    /// <summary>Where its last entry lies; 0 where it has none.</summary>
    public long LastEntry { get; set; }

    public required WaiterList Waiters { get; set; }

    /// <summary>Where the next batch may begin.</summary>
    public LogPosition End => Start.Plus(Sector.Align(Length));

    /// <summary>How much memory it holds.</summary>
    public int BufferLength => _buffer.Length;

    public void Begin(LogPosition start, int capacity)
    {
        Start = start;
        Capacity = capacity;
        Length = BatchHeader.Size;
        RecordCount = 0;
        AppendCount = 0;
        NewestRecordTime = 0;
        LastEntry = 0;
    }

    /// <summary>The bytes of the next record, to be filled at once, and its offset.</summary>
    public Span<byte> AddRecord(int length, out int offset)
    {
        offset = Length;
        if (_buffer.Length < Sector.Align(Length + length))
            Array.Resize(ref _buffer, (int)Math.Max(Sector.Align(Length + length), _buffer.Length * 2L));
        Length += length;
        RecordCount++;
        return _buffer.AsSpan(offset, length);
    }

    /// <summary>The whole batch with its padding; the header is not filled in yet.</summary>
    public Span<byte> Padded()
    {
        var padded = Sector.Align(Length);
        _buffer.AsSpan(Length, padded - Length).Clear();
        return _buffer.AsSpan(0, padded);
    }
}
