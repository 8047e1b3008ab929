using System.IO.Hashing;
using System.Text;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The heads of all streams by the streams' texts. Not thread-safe: its owner's lock guards it. About 100 bytes a
/// stream with a text of 24 characters.
/// </summary>
/// <remarks>
/// Heads stand in chunks that never move; the table is open addressing over (upper half of the hash, index of the
/// head), so that growing it reads no heads.
/// </remarks>
internal sealed class StreamDirectory(ulong seed)
{
    /// <summary>The most streams of one journal.</summary>
    public const int CountMax = 1 << 30;

    private const int ChunkHeads = 512;
    private const int TextChunkBytes = 1 << 16;
    private const int SlotsMin = 1024;
    private const uint TagMask = 0xFFFFFFFF;

    private readonly List<StreamHead[]> _chunks = [];
    private readonly List<byte[]> _texts = [];
    private int _textUsed = TextChunkBytes;

    // A slot is 0 where free, otherwise the hash's upper 32 bits above the head's index plus one.
    private ulong[] _slots = new ulong[SlotsMin];

    /// <summary>How many streams there are. Indexes run below it and are given in the order of first records.</summary>
    public int Count { get; private set; }

    public ref StreamHead this[int index] => ref _chunks[index / ChunkHeads][index % ChunkHeads];

    /// <summary>Writes a stream's text as the ASCII bytes that are stored and returns their count.</summary>
    public static int Encode(StreamId stream, Span<byte> text)
    {
        if (Ascii.FromUtf16(stream.Text, text, out var length) != System.Buffers.OperationStatus.Done || length == 0)
            throw new ArgumentException("A stream's text is printable ASCII.", nameof(stream));
        return length;
    }

    /// <summary>
    /// The hash of a stream's text. Stored in request indexes, so permanent: XXH3-64 with the journal's seed.
    /// </summary>
    public ulong HashOf(ReadOnlySpan<byte> text) => XxHash3.HashToUInt64(text, (long)seed);

    /// <summary>The index of a stream's head, or -1.</summary>
    public int Find(ReadOnlySpan<byte> text, ulong hash)
    {
        var mask = _slots.Length - 1;
        for (var slot = (int)(hash >> 32) & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_slots[slot] >> 32 != hash >> 32)
                continue;
            var index = (int)(_slots[slot] & TagMask) - 1;
            if (this[index].TextHash == hash && TextOf(index).SequenceEqual(text))
                return index;
        }

        return -1;
    }

    /// <summary>The index of a stream's head, which is added where it is unknown.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> text, ulong hash)
    {
        var index = Find(text, hash);
        return index >= 0 ? index : Add(new StreamHead { TextHash = hash }, text);
    }

    /// <summary>Adds the head of a stream known to be absent.</summary>
    public int Add(StreamHead head, ReadOnlySpan<byte> text)
    {
        if (Count == CountMax)
            throw new JournalFailedException($"The journal holds the most streams it can: {CountMax}.");
        if ((Count + 1) * 10L > _slots.Length * 7L)
            Grow(_slots.Length * 2);
        if (Count % ChunkHeads == 0)
            _chunks.Add(new StreamHead[ChunkHeads]);
        var index = Count++;
        head.TextPlace = Keep(text);
        this[index] = head;
        Occupy(_slots, ((head.TextHash >> 32) << 32) | (uint)(index + 1));
        return index;
    }

    /// <summary>Makes room for a number of streams at once.</summary>
    public void Reserve(int count)
    {
        var slots = _slots.Length;
        while (count * 10L > slots * 7L)
            slots *= 2;
        if (slots > _slots.Length)
            Grow(slots);
    }

    /// <summary>The text of the stream of an index.</summary>
    public ReadOnlySpan<byte> TextOf(int index)
    {
        var place = this[index].TextPlace;
        return _texts[(int)(place >> 32)].AsSpan((int)(place >> 9) & (TextChunkBytes - 1), (int)place & 511);
    }

    private static void Occupy(ulong[] slots, ulong value)
    {
        var mask = slots.Length - 1;
        var slot = (int)(value >> 32) & mask;
        while (slots[slot] != 0)
            slot = (slot + 1) & mask;
        slots[slot] = value;
    }

    private void Grow(int slots)
    {
        var grown = new ulong[slots];
        foreach (var value in _slots)
        {
            if (value != 0)
                Occupy(grown, value);
        }

        _slots = grown;
    }

    private long Keep(ReadOnlySpan<byte> text)
    {
        if (_textUsed + text.Length > TextChunkBytes)
        {
            _texts.Add(new byte[TextChunkBytes]);
            _textUsed = 0;
        }

        text.CopyTo(_texts[^1].AsSpan(_textUsed));
        var place = ((long)(_texts.Count - 1) << 32) | ((long)_textUsed << 9) | (uint)text.Length;
        _textUsed += text.Length;
        return place;
    }
}
