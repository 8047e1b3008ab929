using System.Buffers.Binary;
using System.Text;

namespace LoyaltyEngine.Core.Members;

/// <summary>Writes the numbers and texts of a snapshot, one after the other.</summary>
internal ref struct SnapshotWriter(Span<byte> rest)
{
    private Span<byte> _rest = rest;

    public void Byte(byte value)
    {
        _rest[0] = value;
        _rest = _rest[1..];
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_rest);
        _rest = _rest[bytes.Length..];
    }

    public void Text(string text)
    {
        Int32(Encoding.UTF8.GetByteCount(text));
        _rest = _rest[Encoding.UTF8.GetBytes(text, _rest)..];
    }

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_rest, value);
        _rest = _rest[4..];
    }

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_rest, value);
        _rest = _rest[8..];
    }
}
