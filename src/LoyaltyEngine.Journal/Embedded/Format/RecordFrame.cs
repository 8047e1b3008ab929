using static System.Buffers.Binary.BinaryPrimitives;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// A view of one record's bytes in the log. Little-endian; permanent:
/// <code>
/// offset  bytes  what
///      0      4  length of the frame in bytes, padding included: a multiple of 8
///      4      4  CRC-32C of: the journal's seed (8 bytes), the frame's position (8), the frame from byte 8 to its end
///      8      1  kind (see <see cref="RecordKind"/>)
///      9      1  zero
///     10      2  length of the stream's text
///     12      4  length of the body
///     16      8  revision
///     24      8  position of the stream's entry before this one, 0 where there is none; for a snapshot, of the newest
///     32      8  position of its newest entry before this one whose revision is a multiple of 64, or 0
///     40      8  position of its newest entry before this one whose revision is a multiple of 4096, or 0
///     48      8  request key, 0 where no request made it
///     56     32  chain hash
///     88      4  offset of the frame from the start of its batch
///     92         stream's text in ASCII, then the body, then zeros
/// </code>
/// The position under the checksum makes a frame valid at its own place only, so that a place that came from outside
/// can be checked by reading there.
/// </summary>
internal readonly ref struct RecordFrame
{
    public const int FixedSize = 92;

    /// <summary>The longest frame there can be.</summary>
    public const int ByteLengthMax = (FixedSize + StreamId.TextLengthMax + Append.BodyBytesMax + 7) & ~7;

    /// <summary>Every how many revisions the short and the long skips stop.</summary>
    public const int ShortSkip = 64;

    /// <inheritdoc cref="ShortSkip"/>
    public const int LongSkip = 4096;

    private readonly ReadOnlySpan<byte> _bytes;

    private RecordFrame(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public int ByteLength => _bytes.Length;

    public RecordKind Kind => (RecordKind)_bytes[8];

    public long Revision => ReadInt64LittleEndian(_bytes[16..]);

    public LogPosition Previous => new(ReadInt64LittleEndian(_bytes[24..]));

    public LogPosition PreviousShortSkip => new(ReadInt64LittleEndian(_bytes[32..]));

    public LogPosition PreviousLongSkip => new(ReadInt64LittleEndian(_bytes[40..]));

    public ulong RequestKey => ReadUInt64LittleEndian(_bytes[48..]);

    public ChainHash Hash => ChainHash.FromBytes(_bytes[56..]);

    public int OffsetInBatch => ReadInt32LittleEndian(_bytes[88..]);

    public ReadOnlySpan<byte> StreamText => _bytes.Slice(FixedSize, TextLength);

    public ReadOnlySpan<byte> Body => _bytes.Slice(FixedSize + TextLength, BodyLength);

    private int TextLength => ReadUInt16LittleEndian(_bytes[10..]);

    private int BodyLength => ReadInt32LittleEndian(_bytes[12..]);

    /// <summary>How long the frame of a record is.</summary>
    public static int LengthOf(int textLength, int bodyLength) => (FixedSize + textLength + bodyLength + 7) & ~7;

    /// <summary>
    /// How long the frame at the start of some bytes says it is; 0 in the padding after a batch's last.
    /// </summary>
    public static int LengthAt(ReadOnlySpan<byte> bytes) =>
        bytes.Length < sizeof(int) ? 0 : ReadInt32LittleEndian(bytes);

    /// <summary>Whether a frame may have this length.</summary>
    public static bool IsPossibleLength(int length) =>
        length is >= FixedSize and <= ByteLengthMax && (length & 7) == 0;

    /// <summary>Writes a frame over exactly its bytes.</summary>
    public static void Write(
        Span<byte> frame,
        ulong seed,
        LogPosition position,
        int offsetInBatch,
        in AppendRecord record,
        in StreamHead head,
        ReadOnlySpan<byte> text,
        ReadOnlySpan<byte> body)
    {
        frame[^8..].Clear();
        WriteInt32LittleEndian(frame, frame.Length);
        frame[8] = (byte)record.Kind;
        frame[9] = 0;
        WriteUInt16LittleEndian(frame[10..], (ushort)text.Length);
        WriteInt32LittleEndian(frame[12..], body.Length);
        WriteInt64LittleEndian(frame[16..], record.Revision);
        WriteInt64LittleEndian(frame[24..], head.Last.Value);
        WriteInt64LittleEndian(frame[32..], head.ShortSkip.Value);
        WriteInt64LittleEndian(frame[40..], head.LongSkip.Value);
        WriteUInt64LittleEndian(frame[48..], record.RequestKey);
        var hash = record.Hash;
        hash[..].CopyTo(frame[56..]);
        WriteInt32LittleEndian(frame[88..], offsetInBatch);
        text.CopyTo(frame[FixedSize..]);
        body.CopyTo(frame[(FixedSize + text.Length)..]);
        WriteUInt32LittleEndian(frame[4..], ChecksumOf(frame, seed, position));
    }

    /// <summary>Views the frame that stands at a position; false where none does.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, ulong seed, LogPosition position, out RecordFrame frame)
    {
        frame = default;
        var length = LengthAt(bytes);
        if (!IsPossibleLength(length) || length > bytes.Length)
            return false;

        bytes = bytes[..length];
        if (ReadUInt32LittleEndian(bytes[4..]) != ChecksumOf(bytes, seed, position))
            return false;

        frame = new RecordFrame(bytes);
        return frame.Kind is RecordKind.Entry or RecordKind.Snapshot
            && frame.TextLength <= StreamId.TextLengthMax
            && frame.BodyLength is >= 0 and <= Append.BodyBytesMax
            && LengthOf(frame.TextLength, frame.BodyLength) == length;
    }

    /// <summary>The record, its body copied.</summary>
    public StoredRecord ToRecord(StreamId stream) => new(stream, Revision, Hash, RequestKey, Body.ToArray());

    private static uint ChecksumOf(ReadOnlySpan<byte> frame, ulong seed, LogPosition position)
    {
        var crc = Crc32C.Add(Crc32C.Initial, seed);
        crc = Crc32C.Add(crc, (ulong)position.Value);
        return Crc32C.Finish(Crc32C.Add(crc, frame[8..]));
    }
}
