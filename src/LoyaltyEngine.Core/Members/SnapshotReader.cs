using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace LoyaltyEngine.Core.Members;

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote. Throws <see cref="ArgumentOutOfRangeException"/> where the
/// bytes end too early.</summary>
internal ref struct SnapshotReader(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        var value = _rest[..1][0];
        _rest = _rest[1..];
        return value;
    }

    public byte[] Bytes(int count)
    {
        var bytes = _rest[..count].ToArray();
        _rest = _rest[count..];
        return bytes;
    }

    // Bytes that are no UTF-8 would not be written again as they were read.
    public string Text()
    {
        var bytes = Bytes(Count(1));
        return Utf8.IsValid(bytes)
            ? Encoding.UTF8.GetString(bytes)
            : throw new CorruptMemberException("a snapshot's text is no UTF-8");
    }

    public int Int32Bits()
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(_rest);
        _rest = _rest[4..];
        return value;
    }

    public long Int64()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(_rest);
        _rest = _rest[8..];
        return value;
    }

    // A count that the rest of the bytes can hold, so that damage never asks for a huge array.
    public int Count(int itemBytes)
    {
        var count = Int32Bits();
        if (count < 0 || count > _rest.Length / itemBytes)
            throw new CorruptMemberException($"a snapshot counts {count} items in {_rest.Length} bytes");
        return count;
    }
}
