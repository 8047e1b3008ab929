using System.IO.Hashing;
using static System.Buffers.Binary.BinaryPrimitives;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The first sector of a segment file. Little-endian; permanent:
/// <code>
/// offset  bytes  what
///      0      8  magic "LOYSEGMT"
///      8      4  format version, 1
///     12      4  segment number, as in the file's name
///     16     16  the journal's identity
///     32      8  generation: random, drawn when the segment was created
///     40      8  sequence of the last batch of the segment before, 0 in the first segment
///     48      8  checksum of that batch, 0 in the first segment
///     56      8  length of the file in bytes, a multiple of 512
///     64    440  zero
///    504      8  XXH3-64 of the 504 bytes before
/// </code>
/// After it come batches, each on a sector boundary, then zeros. The file's last sector is kept for the seal: a batch
/// of kind <see cref="BatchKind.Seal"/>, written once the next segment exists.
/// </summary>
internal readonly record struct SegmentHeader(
    int Number,
    JournalIdentity Journal,
    ulong Generation,
    long PreviousSequence,
    ulong PreviousChecksum,
    int ByteLength)
{
    public const int Size = Sector.Size;

    /// <summary>Where batches begin.</summary>
    public const int DataStart = Size;

    private const ulong Magic = 0x544D474553594F4C; // "LOYSEGMT"
    private const uint Version = 1;
    private const int ChecksumAt = Size - sizeof(ulong);

    /// <summary>Where batches end and the seal stands.</summary>
    public int SealAt => ByteLength - Sector.Size;

    public void Write(Span<byte> sector)
    {
        sector = sector[..Size];
        sector.Clear();
        WriteUInt64LittleEndian(sector, Magic);
        WriteUInt32LittleEndian(sector[8..], Version);
        WriteInt32LittleEndian(sector[12..], Number);
        Journal.Write(sector[16..]);
        WriteUInt64LittleEndian(sector[32..], Generation);
        WriteInt64LittleEndian(sector[40..], PreviousSequence);
        WriteUInt64LittleEndian(sector[48..], PreviousChecksum);
        WriteInt64LittleEndian(sector[56..], ByteLength);
        WriteUInt64LittleEndian(sector[ChecksumAt..], XxHash3.HashToUInt64(sector[..ChecksumAt]));
    }

    /// <summary>Reads a header; says what is wrong with it where it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> sector, out SegmentHeader header, out string fault)
    {
        header = default;
        fault = "";
        if (sector.Length < Size || ReadUInt64LittleEndian(sector) != Magic)
            fault = "it does not begin with a segment header";
        else if (ReadUInt64LittleEndian(sector[ChecksumAt..]) != XxHash3.HashToUInt64(sector[..ChecksumAt]))
            fault = "the checksum of its header, at byte 504, does not match";
        else if (ReadUInt32LittleEndian(sector[8..]) != Version)
            fault = $"its format version is {ReadUInt32LittleEndian(sector[8..])}, and this program reads {Version}";
        if (fault.Length > 0)
            return false;

        header = new SegmentHeader(
            ReadInt32LittleEndian(sector[12..]),
            JournalIdentity.Read(sector[16..]),
            ReadUInt64LittleEndian(sector[32..]),
            ReadInt64LittleEndian(sector[40..]),
            ReadUInt64LittleEndian(sector[48..]),
            (int)ReadInt64LittleEndian(sector[56..]));
        return true;
    }
}
