using System.Text.Unicode;

namespace LoyaltyEngine.Api.Wire;

/// <summary>
/// Reads protobuf in the shape in which clients write it, straight from the bytes. Whatever else it meets (broken
/// bytes, a field number beyond 15, text that is no UTF-8) it gives up on: the generated parser is to decide then.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private const int VarintBytesMax = 10;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether something was met that is not ours to read. What was read before is void then.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>The next field's tag; 0 at the end, and once it gave up.</summary>
    public int Tag()
    {
        if (_rest.IsEmpty)
            return 0;
        var tag = _rest[0];
        if (tag is 0 or > 0x7F)
        {
            GiveUp();
            return 0;
        }

        _rest = _rest[1..];
        return tag;
    }

    /// <summary>An int64 field.</summary>
    public long Int64() => (long)Varint();

    /// <summary>A field with a length: a nested message, or text.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var length = Varint();
        if (length > (ulong)_rest.Length)
        {
            GiveUp();
            return default;
        }

        var bytes = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return bytes;
    }

    /// <summary>A text that is likely to come again.</summary>
    public string CommonText() => Text(isCommon: true);

    /// <summary>A text of this message only.</summary>
    public string OwnText() => Text(isCommon: false);

    /// <summary>Leaves the message to the generated parser.</summary>
    public void GiveUp()
    {
        GaveUp = true;
        _rest = default;
    }

    private string Text(bool isCommon)
    {
        var utf8 = Bytes();
        if (Utf8.IsValid(utf8))
            return isCommon ? TextCache.Get(utf8) : System.Text.Encoding.UTF8.GetString(utf8);
        GiveUp();
        return "";
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var i = 0; i < VarintBytesMax && i < _rest.Length; i++)
        {
            var part = _rest[i];
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part > 0x7F)
                continue;
            _rest = _rest[(i + 1)..];
            return value;
        }

        GiveUp();
        return 0;
    }
}
