using System.Buffers.Binary;
using System.Text;

namespace LoyaltyEngine.Api.Wire;

/// <summary>
/// Texts that come again and again (stores, articles, categories), so that each is made once. Bounded: a newer text
/// takes the place of an older one. Thread-safe without a lock, since a text never changes.
/// </summary>
internal static class TextCache
{
    private const int SlotBits = 12;
    private const int LengthMax = 32;

    private static readonly string?[] Slots = new string?[1 << SlotBits];

    /// <summary>The text of valid UTF-8.</summary>
    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        if (utf8.Length > LengthMax)
            return Encoding.UTF8.GetString(utf8);

        ref var slot = ref Slots[SlotOf(utf8)];
        var kept = Volatile.Read(ref slot);
        if (kept is not null && Ascii.Equals(utf8, kept))
            return kept;
        var text = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref slot, text);
        return text;
    }

    // Of the ends alone: what differs only in the middle shares a slot, and is still told apart.
    private static int SlotOf(ReadOnlySpan<byte> utf8)
    {
        var (first, last) = utf8.Length switch
        {
            >= sizeof(ulong) =>
                (BinaryPrimitives.ReadUInt64LittleEndian(utf8), BinaryPrimitives.ReadUInt64LittleEndian(utf8[^8..])),
            >= sizeof(uint) =>
                (BinaryPrimitives.ReadUInt32LittleEndian(utf8), BinaryPrimitives.ReadUInt32LittleEndian(utf8[^4..])),
            _ => (utf8[0], ((ulong)utf8[^1] << 8) | utf8[utf8.Length / 2]),
        };
        var hash = (first * 0x9E3779B97F4A7C15) ^ (last + (ulong)utf8.Length);
        return (int)((hash * 0xD6E8FEB86659FD93) >> (64 - SlotBits));
    }
}
