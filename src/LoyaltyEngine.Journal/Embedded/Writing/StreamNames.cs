namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The streams of an append, encoded and hashed before the tail's lock is taken; one per thread, reused.
/// </summary>
internal sealed class StreamNames
{
    private readonly byte[] _texts = new byte[Append.RecordCountMax * StreamId.TextLengthMax];
    private readonly int[] _lengths = new int[Append.RecordCountMax];

    [ThreadStatic]
    private static StreamNames? s_ofThread;

    public static StreamNames OfThread => s_ofThread ??= new StreamNames();

    /// <summary>The hash of each record's stream.</summary>
    public ulong[] Hashes { get; } = new ulong[Append.RecordCountMax];

    /// <summary>The directory's index of each record's stream, -1 where it has no records yet.</summary>
    public int[] Indexes { get; } = new int[Append.RecordCountMax];

    /// <summary>The revision that each record's stream has with it.</summary>
    public long[] Reached { get; } = new long[Append.RecordCountMax];

    /// <summary>Bytes of all frames together.</summary>
    public int FrameBytes { get; private set; }

    public ReadOnlySpan<byte> TextOf(int record) =>
        _texts.AsSpan(record * StreamId.TextLengthMax, _lengths[record]);

    public void Encode(ReadOnlySpan<AppendRecord> records, StreamDirectory directory)
    {
        FrameBytes = 0;
        for (var i = 0; i < records.Length; i++)
        {
            var text = _texts.AsSpan(i * StreamId.TextLengthMax, StreamId.TextLengthMax);
            _lengths[i] = StreamDirectory.Encode(records[i].Stream, text);
            Hashes[i] = directory.HashOf(TextOf(i));
            FrameBytes += RecordFrame.LengthOf(_lengths[i], records[i].BodyLength);
        }
    }
}
