using System.IO.Hashing;
using static System.Buffers.Binary.BinaryPrimitives;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The head of a batch, the log's atomic unit: it is there whole or not at all. Little-endian; permanent:
/// <code>
/// offset  bytes  what
///      0      8  magic "LOYBATCH"
///      8      8  checksum: XXH3-64, seeded with the journal's seed, of the batch from byte 16 to its end
///     16      2  format version, 1
///     18      2  kind (see <see cref="BatchKind"/>)
///     20      4  length of the batch in bytes, header and padding included: a multiple of 512
///     24      8  generation of the segment it stands in
///     32      8  sequence: 1 for the journal's first batch, and one more for each; a mark or seal repeats the last
///     40      8  its own position
///     48      8  log position through which everything was flushed before this was written
///     56      8  newest record time of the journal so far, nanoseconds since 1970-01-01T00:00:00Z
///     64      4  number of records
///     68      4  zero
///     72      8  checksum of the batch before
///     80         records (see <see cref="RecordFrame"/>), then zeros up to the length
/// </code>
/// </summary>
internal readonly record struct BatchHeader(
    BatchKind Kind,
    int ByteLength,
    ulong Generation,
    long Sequence,
    LogPosition Position,
    LogPosition FlushedThrough,
    long NewestRecordTime,
    int RecordCount,
    ulong PreviousChecksum)
{
    public const int Size = 80;

    private const ulong Magic = 0x4843544142594F4C; // "LOYBATCH"
    private const ushort Version = 1;
    private const int ChecksumAt = 8;
    private const int CheckedFrom = 16;

    /// <summary>
    /// Writes the header before a batch's records, which stand at their place, and returns the checksum.
    /// </summary>
    public ulong Write(Span<byte> batch, ulong seed)
    {
        WriteUInt64LittleEndian(batch, Magic);
        WriteUInt16LittleEndian(batch[16..], Version);
        WriteUInt16LittleEndian(batch[18..], (ushort)Kind);
        WriteInt32LittleEndian(batch[20..], ByteLength);
        WriteUInt64LittleEndian(batch[24..], Generation);
        WriteInt64LittleEndian(batch[32..], Sequence);
        WriteInt64LittleEndian(batch[40..], Position.Value);
        WriteInt64LittleEndian(batch[48..], FlushedThrough.Value);
        WriteInt64LittleEndian(batch[56..], NewestRecordTime);
        WriteInt32LittleEndian(batch[64..], RecordCount);
        WriteInt32LittleEndian(batch[68..], 0);
        WriteUInt64LittleEndian(batch[72..], PreviousChecksum);
        var checksum = XxHash3.HashToUInt64(batch[CheckedFrom..ByteLength], (long)seed);
        WriteUInt64LittleEndian(batch[ChecksumAt..], checksum);
        return checksum;
    }

    /// <summary>Whether bytes begin like a batch; cheap enough to ask at every sector.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Size && ReadUInt64LittleEndian(bytes) == Magic;

    /// <summary>Reads a header without checking the batch's checksum; false where it cannot be one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out BatchHeader header)
    {
        header = default;
        if (!LooksLikeOne(bytes) || ReadUInt16LittleEndian(bytes[16..]) != Version)
            return false;

        header = new BatchHeader(
            (BatchKind)ReadUInt16LittleEndian(bytes[18..]),
            ReadInt32LittleEndian(bytes[20..]),
            ReadUInt64LittleEndian(bytes[24..]),
            ReadInt64LittleEndian(bytes[32..]),
            new LogPosition(ReadInt64LittleEndian(bytes[40..])),
            new LogPosition(ReadInt64LittleEndian(bytes[48..])),
            ReadInt64LittleEndian(bytes[56..]),
            ReadInt32LittleEndian(bytes[64..]),
            ReadUInt64LittleEndian(bytes[72..]));
        return header.ByteLength >= Sector.Size && Sector.IsAligned(header.ByteLength);
    }

    /// <summary>The checksum stored in a batch.</summary>
    public static ulong ChecksumOf(ReadOnlySpan<byte> batch) => ReadUInt64LittleEndian(batch[ChecksumAt..]);

    /// <summary>Whether the stored checksum is that of the bytes.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> batch, ulong seed) =>
        ChecksumOf(batch) == XxHash3.HashToUInt64(batch[CheckedFrom..], (long)seed);
}
