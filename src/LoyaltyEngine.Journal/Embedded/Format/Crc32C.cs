using System.Numerics;
using System.Runtime.InteropServices;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// CRC-32C (Castagnoli, reflected, initial value and final inversion all ones), by the processor's own instruction.
/// </summary>
internal static class Crc32C
{
    /// <summary>The value to begin with.</summary>
    public const uint Initial = 0xFFFFFFFF;

    public static uint Add(uint crc, ulong value) => BitOperations.Crc32C(crc, value);

    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryOrder(word));
        foreach (var one in bytes[(bytes.Length & ~7)..])
            crc = BitOperations.Crc32C(crc, one);
        return crc;
    }

    public static uint Finish(uint crc) => ~crc;

    private static ulong BinaryOrder(ulong word) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
}
