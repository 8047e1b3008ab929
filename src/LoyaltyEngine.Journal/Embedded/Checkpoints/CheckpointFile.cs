using System.IO.Hashing;
using System.Runtime.InteropServices;
using static System.Buffers.Binary.BinaryPrimitives;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The heads of all streams as of some place in the log, so that opening need not read the log before it. Derived: it
/// can be deleted while the journal is closed, and is written from the log again. Little-endian:
/// <code>
/// offset  bytes  what
///      0      8  magic "LOYCHKPT"
///      8      4  format version, 1
///     12      4  zero
///     16     16  the journal's identity
///     32      8  log position from which the log is to be read again; heads may know more than it says
///     40      8  log position through which the log was flushed before this file got its name
///     48      8  newest record time
///     56      8  number of streams
///     64      8  bytes of the streams
///     72      8  XXH3-64 of the streams' bytes
///     80    424  zero
///    504      8  XXH3-64 of the 504 bytes before
///    512         each stream: its head (see <see cref="StreamHead"/>, the text's length for its place), then its text
/// </code>
/// </summary>
internal sealed record CheckpointFile(
    JournalIdentity Journal,
    LogPosition ReplayFrom,
    LogPosition DurableThrough,
    long NewestRecordTime,
    int StreamCount,
    long ByteLength,
    ulong Checksum)
{
    public const string Name = "checkpoint";
    public const int HeaderSize = Sector.Size;

    private const ulong Magic = 0x54504B4843594F4C; // "LOYCHKPT"
    private const uint Version = 1;
    private const int ChecksumAt = HeaderSize - sizeof(ulong);
    private const int BlockBytes = 1 << 20;
    private const int EntryBytesMax = StreamHead.Size + StreamId.TextLengthMax;

    /// <summary>
    /// Loads the checkpoint into a state that is empty; null, with the state left empty and a notice, where there is
    /// none that can be used.
    /// </summary>
    /// <exception cref="JournalCorruptException">It is another journal's.</exception>
    public static CheckpointFile? TryLoad(ILogStorage storage, ref LogState state)
    {
        if (!storage.List().Contains(Name))
            return null;

        using var file = storage.Open(Name, writable: false);
        var checkpoint = TryReadHeader(file);
        if (checkpoint is not null && checkpoint.Journal != state.Journal)
            throw new JournalCorruptException($"The checkpoint in {storage.Place} belongs to another journal.");
        if (checkpoint is not null && checkpoint.TryLoad(file, state))
            return checkpoint;

        state = new LogState(state.Journal);
        state.Notices.Add("The checkpoint is damaged or of another version; the whole log is read instead.");
        return null;
    }

    public void WriteHeader(Span<byte> sector)
    {
        sector = sector[..HeaderSize];
        sector.Clear();
        WriteUInt64LittleEndian(sector, Magic);
        WriteUInt32LittleEndian(sector[8..], Version);
        Journal.Write(sector[16..]);
        WriteInt64LittleEndian(sector[32..], ReplayFrom.Value);
        WriteInt64LittleEndian(sector[40..], DurableThrough.Value);
        WriteInt64LittleEndian(sector[48..], NewestRecordTime);
        WriteInt64LittleEndian(sector[56..], StreamCount);
        WriteInt64LittleEndian(sector[64..], ByteLength);
        WriteUInt64LittleEndian(sector[72..], Checksum);
        WriteUInt64LittleEndian(sector[ChecksumAt..], XxHash3.HashToUInt64(sector[..ChecksumAt]));
    }

    private static CheckpointFile? TryReadHeader(ILogFile file)
    {
        var sector = new byte[HeaderSize];
        if (file.Read(0, sector) < HeaderSize
            || ReadUInt64LittleEndian(sector) != Magic
            || ReadUInt32LittleEndian(sector.AsSpan(8)) != Version
            || ReadUInt64LittleEndian(sector.AsSpan(ChecksumAt)) != XxHash3.HashToUInt64(sector.AsSpan(0, ChecksumAt)))
            return null;

        var bytes = sector.AsSpan();
        return new CheckpointFile(
            JournalIdentity.Read(bytes[16..]),
            new LogPosition(ReadInt64LittleEndian(bytes[32..])),
            new LogPosition(ReadInt64LittleEndian(bytes[40..])),
            ReadInt64LittleEndian(bytes[48..]),
            (int)ReadInt64LittleEndian(bytes[56..]),
            ReadInt64LittleEndian(bytes[64..]),
            ReadUInt64LittleEndian(bytes[72..]));
    }

    private bool TryLoad(ILogFile file, LogState state)
    {
        var hash = new XxHash3();
        var buffer = new byte[Math.Min(BlockBytes, ByteLength) + EntryBytesMax];
        var kept = 0;
        state.Streams.Reserve(StreamCount);
        for (var offset = 0L; offset < ByteLength;)
        {
            var wanted = (int)Math.Min(BlockBytes, ByteLength - offset);
            var count = file.Read(HeaderSize + offset, buffer.AsSpan(kept, wanted));
            if (count < wanted)
                return false;
            hash.Append(buffer.AsSpan(kept, count));
            offset += count;
            var used = Add(state.Streams, buffer.AsSpan(0, kept + count));
            kept += count - used;
            buffer.AsSpan(used, kept).CopyTo(buffer);
        }

        state.NewestRecordTime = NewestRecordTime;
        state.StreamsFromCheckpoint = StreamCount;
        return kept == 0 && state.Streams.Count == StreamCount && hash.GetCurrentHashAsUInt64() == Checksum;
    }

    // Adds the streams that are whole in the bytes and returns how many bytes they took. Bytes that make no sense are
    // left: then the count does not come out right.
    private static int Add(StreamDirectory streams, ReadOnlySpan<byte> bytes)
    {
        var used = 0;
        while (bytes.Length - used >= StreamHead.Size)
        {
            var head = MemoryMarshal.Read<StreamHead>(bytes[used..]);
            if (head.TextPlace is < 1 or > StreamId.TextLengthMax
                || bytes.Length - used < StreamHead.Size + head.TextPlace)
                break;
            streams.Add(head, bytes.Slice(used + StreamHead.Size, (int)head.TextPlace));
            used += StreamHead.Size + (int)head.TextPlace;
        }

        return used;
    }
}
