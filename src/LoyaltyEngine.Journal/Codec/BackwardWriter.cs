using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>
/// Writes protobuf from the last byte to the first, so that the length of a nested message is known when its turn
/// comes: one pass, no size computed beforehand, no copy. Fields are written last field first. Default values are left
/// out, as proto3 does.
/// </summary>
/// <remarks>The caller's buffer must be large enough; a write beyond it throws, and nothing is lost by that.</remarks>
public ref struct BackwardWriter(Span<byte> buffer)
{
    private const int WireVarint = 0;
    private const int WireFixed64 = 1;
    private const int WireBytes = 2;

    private readonly Span<byte> _buffer = buffer;
    private int _start = buffer.Length;

    /// <summary>What has been written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[_start..];

    /// <summary>Where the next nested message ends: hand it to <see cref="EndMessage"/>.</summary>
    public readonly int BeginMessage() => _start;

    /// <summary>Writes length and tag before a nested message whose fields were written since.</summary>
    public void EndMessage(int field, int end)
    {
        Varint((ulong)(end - _start));
        Tag(field, WireBytes);
    }

    /// <summary>Writes an int64 field.</summary>
    public void Int64(int field, long value)
    {
        if (value == 0)
            return;
        Varint((ulong)value);
        Tag(field, WireVarint);
    }

    /// <summary>Writes a sint64 field.</summary>
    public void SInt64(int field, long value) => Int64(field, (value << 1) ^ (value >> 63));

    /// <summary>Writes a sfixed64 field.</summary>
    public void Fixed64(int field, long value)
    {
        if (value == 0)
            return;
        _start -= sizeof(long);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer[_start..], value);
        Tag(field, WireFixed64);
    }

    /// <summary>Writes a bool field.</summary>
    public void Bool(int field, bool value) => Int64(field, value ? 1 : 0);

    /// <summary>Writes a bytes field.</summary>
    public void Bytes(int field, scoped ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
            RepeatedBytes(field, value);
    }

    /// <summary>Writes one item of a repeated bytes field, empty ones too.</summary>
    public void RepeatedBytes(int field, scoped ReadOnlySpan<byte> value)
    {
        _start -= value.Length;
        value.CopyTo(_buffer[_start..]);
        Varint((ulong)value.Length);
        Tag(field, WireBytes);
    }

    /// <summary>Writes a string field.</summary>
    public void String(int field, string value)
    {
        if (value.Length > 0)
            RepeatedString(field, value);
    }

    /// <summary>Writes one item of a repeated string field, empty ones too.</summary>
    public void RepeatedString(int field, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        _start -= length;
        Encoding.UTF8.GetBytes(value, _buffer[_start..]);
        Varint((ulong)length);
        Tag(field, WireBytes);
    }

    private void Tag(int field, int wireType) => Varint((ulong)((field << 3) | wireType));

    private void Varint(ulong value)
    {
        if (value < 0x80)
        {
            _buffer[--_start] = (byte)value;
            return;
        }

        var length = (BitOperations.Log2(value) / 7) + 1;
        _start -= length;
        var target = _buffer[_start..];
        for (var i = 0; i < length - 1; i++)
        {
            target[i] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[length - 1] = (byte)value;
    }
}
