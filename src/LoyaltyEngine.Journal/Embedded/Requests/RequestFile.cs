using System.IO.Hashing;
using System.Runtime.InteropServices;
using static System.Buffers.Binary.BinaryPrimitives;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// An index file: the request keys of some consecutive sealed segments, sorted. Its filter and the first key of each
/// block are in memory, so that a look-up reads one block, and only where the filter says "perhaps". Derived from the
/// log. Thread-safe. Little-endian:
/// <code>
/// offset  bytes  what
///      0      8  magic "LOYRQIDX"
///      8      4  format version, 1
///     12      4  zero
///     16     16  the journal's identity
///     32      4  first segment
///     36      4  last segment
///     40      8  number of entries
///     48      8  XXH3-64 of filter and first keys
///     56    448  zero
///    504      8  XXH3-64 of the 504 bytes before
///    512         filter (see <see cref="RequestFilter"/>), then the first key of each block (8 bytes each), then
/// blocks
/// </code>
/// A block has 4096 bytes: up to 255 entries of key (8) and position (8), by both; at byte 4080 the number of entries
/// (4), zero (4) and the XXH3-64 of the 4088 bytes before.
/// </summary>
internal sealed class RequestFile : IDisposable
{
    public const int HeaderSize = Sector.Size;
    public const int BlockSize = 4096;
    public const int EntriesPerBlock = 255;
    public const int EntrySize = 16;
    public const int EntryCountAt = EntriesPerBlock * EntrySize;
    public const int BlockChecksumAt = BlockSize - sizeof(ulong);

    private const ulong Magic = 0x5844495152594F4C; // "LOYRQIDX"
    private const uint Version = 1;
    private const int ChecksumAt = HeaderSize - sizeof(ulong);

    private readonly ILogFile _file;
    private readonly RequestFilter _filter;
    private readonly ulong[] _firstKeys;
    private readonly long _blocksAt;

    private RequestFile(ILogFile file, RequestFileHeader header, RequestFilter filter, ulong[] firstKeys)
    {
        _file = file;
        Header = header;
        _filter = filter;
        _firstKeys = firstKeys;
        _blocksAt = BlocksAt(header.EntryCount);
    }

    public RequestFileHeader Header { get; }

    public int BlockCount => _firstKeys.Length;

    /// <summary>Where the blocks of a file with so many entries begin.</summary>
    public static long BlocksAt(long entryCount) =>
        HeaderSize + RequestFilter.BytesFor(entryCount) + (BlocksFor(entryCount) * sizeof(ulong));

    public static long BlocksFor(long entryCount) => (entryCount + EntriesPerBlock - 1) / EntriesPerBlock;

    /// <summary>Opens a file and loads what of it is kept in memory; null where that is damaged.</summary>
    public static RequestFile? TryOpen(ILogStorage storage, string name)
    {
        var file = storage.Open(name, writable: false);
        var sector = new byte[HeaderSize];
        if (file.Read(0, sector) == HeaderSize
            && TryReadHeader(sector, out var header, out var checksum)
            && header.EntryCount is >= 0 and < int.MaxValue
            && file.Length >= BlocksAt(header.EntryCount) + (BlocksFor(header.EntryCount) * BlockSize))
        {
            var filter = RequestFilter.For(header.EntryCount);
            var firstKeys = new ulong[BlocksFor(header.EntryCount)];
            var keyBytes = MemoryMarshal.AsBytes(firstKeys.AsSpan());
            file.Read(HeaderSize, filter.Bytes);
            file.Read(HeaderSize + filter.Bytes.Length, keyBytes);
            if (checksum == ChecksumOf(filter, firstKeys))
                return new RequestFile(file, header, filter, firstKeys);
        }

        file.Dispose();
        return null;
    }

    public static void WriteHeader(
        Span<byte> sector, RequestFileHeader header, RequestFilter filter, ReadOnlySpan<ulong> firstKeys)
    {
        sector.Clear();
        WriteUInt64LittleEndian(sector, Magic);
        WriteUInt32LittleEndian(sector[8..], Version);
        header.Journal.Write(sector[16..]);
        WriteInt32LittleEndian(sector[32..], header.FirstSegment);
        WriteInt32LittleEndian(sector[36..], header.LastSegment);
        WriteInt64LittleEndian(sector[40..], header.EntryCount);
        WriteUInt64LittleEndian(sector[48..], ChecksumOf(filter, firstKeys));
        WriteUInt64LittleEndian(sector[ChecksumAt..], XxHash3.HashToUInt64(sector[..ChecksumAt]));
    }

    /// <summary>Adds the positions of a key's records to a list; false where a block is damaged.</summary>
    public bool TryFind(ulong key, ref List<LogPosition>? found)
    {
        if (_firstKeys.Length == 0 || !_filter.MayHold(key))
            return true;

        Span<byte> block = stackalloc byte[BlockSize];
        for (var index = FirstBlockOf(key); index < _firstKeys.Length && _firstKeys[index] <= key; index++)
        {
            if (!TryReadBlock(index, block, out var count))
                return false;
            for (var i = 0; i < count; i++)
            {
                if (ReadUInt64LittleEndian(block[(i * EntrySize)..]) == key)
                    (found ??= []).Add(new LogPosition(ReadInt64LittleEndian(block[(i * EntrySize + 8)..])));
            }
        }

        return true;
    }

    /// <summary>Whether the filter lets a key pass, so that finding it would read the file.</summary>
    public bool MayHold(ulong key) => _filter.MayHold(key);

    /// <summary>Reads a block; false where it is damaged.</summary>
    public bool TryReadBlock(int index, Span<byte> block, out int entryCount)
    {
        entryCount = 0;
        if (_file.Read(_blocksAt + ((long)index * BlockSize), block) < BlockSize
            || ReadUInt64LittleEndian(block[BlockChecksumAt..]) != XxHash3.HashToUInt64(block[..BlockChecksumAt]))
            return false;
        entryCount = ReadInt32LittleEndian(block[EntryCountAt..]);
        return entryCount <= EntriesPerBlock;
    }

    public void Dispose() => _file.Dispose();

    private static ulong ChecksumOf(RequestFilter filter, ReadOnlySpan<ulong> firstKeys)
    {
        var hash = new XxHash3();
        hash.Append(filter.Bytes);
        hash.Append(MemoryMarshal.AsBytes(firstKeys));
        return hash.GetCurrentHashAsUInt64();
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> sector, out RequestFileHeader header, out ulong checksum)
    {
        header = new RequestFileHeader(
            JournalIdentity.Read(sector[16..]),
            ReadInt32LittleEndian(sector[32..]),
            ReadInt32LittleEndian(sector[36..]),
            ReadInt64LittleEndian(sector[40..]));
        checksum = ReadUInt64LittleEndian(sector[48..]);
        return ReadUInt64LittleEndian(sector) == Magic
            && ReadUInt32LittleEndian(sector[8..]) == Version
            && ReadUInt64LittleEndian(sector[ChecksumAt..]) == XxHash3.HashToUInt64(sector[..ChecksumAt]);
    }

    // The last block that begins before the key, since equal keys may run over from it; or the first block.
    private int FirstBlockOf(ulong key)
    {
        var (low, high) = (0, _firstKeys.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_firstKeys[middle] < key)
                low = middle + 1;
            else
                high = middle;
        }

        return Math.Max(0, low - 1);
    }
}
