using System.IO.Hashing;
using System.Runtime.InteropServices;
using static System.Buffers.Binary.BinaryPrimitives;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Writes an index file from entries that come sorted, whose number is known before.</summary>
internal sealed class RequestFileWriter
{
    private readonly ILogFile _file;
    private readonly RequestFileHeader _header;
    private readonly RequestFilter _filter;
    private readonly ulong[] _firstKeys;
    private readonly byte[] _block = new byte[RequestFile.BlockSize];
    private int _inBlock;
    private int _blocks;

    private RequestFileWriter(ILogFile file, RequestFileHeader header)
    {
        _file = file;
        _header = header;
        _filter = RequestFilter.For(header.EntryCount);
        _firstKeys = new ulong[RequestFile.BlocksFor(header.EntryCount)];
    }

    /// <summary>Writes the file, which has its name only once it is durable.</summary>
    public static void Write(
        ILogStorage storage, RequestFileHeader header, IEnumerable<(ulong Key, long Position)> entries)
    {
        var draft = header.Name + ".tmp";
        using (var file = storage.Create(draft))
        {
            var writer = new RequestFileWriter(file, header);
            foreach (var (key, position) in entries)
                writer.Add(key, position);
            writer.Finish();
        }

        storage.Rename(draft, header.Name);
        storage.FlushDirectory();
    }

    private void Add(ulong key, long position)
    {
        if (_inBlock == 0)
            _firstKeys[_blocks] = key;
        _filter.Add(key);
        WriteUInt64LittleEndian(_block.AsSpan(_inBlock * RequestFile.EntrySize), key);
        WriteInt64LittleEndian(_block.AsSpan((_inBlock * RequestFile.EntrySize) + 8), position);
        if (++_inBlock == RequestFile.EntriesPerBlock)
            WriteBlock();
    }

    private void WriteBlock()
    {
        WriteInt32LittleEndian(_block.AsSpan(RequestFile.EntryCountAt), _inBlock);
        WriteUInt64LittleEndian(
            _block.AsSpan(RequestFile.BlockChecksumAt),
            XxHash3.HashToUInt64(_block.AsSpan(0, RequestFile.BlockChecksumAt)));
        _file.Write(RequestFile.BlocksAt(_header.EntryCount) + ((long)_blocks * RequestFile.BlockSize), _block);
        Array.Clear(_block);
        _inBlock = 0;
        _blocks++;
    }

    private void Finish()
    {
        if (_inBlock > 0)
            WriteBlock();
        var sector = new byte[RequestFile.HeaderSize];
        RequestFile.WriteHeader(sector, _header, _filter, _firstKeys);
        _file.Write(RequestFile.HeaderSize, _filter.Bytes);
        _file.Write(RequestFile.HeaderSize + _filter.Bytes.Length, MemoryMarshal.AsBytes(_firstKeys.AsSpan()));
        _file.Write(0, sector);
        _file.Flush();
    }
}
