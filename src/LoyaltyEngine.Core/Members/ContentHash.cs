using System.Buffers.Binary;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// A 16-byte hash of a request's content, by which a repeated request is told from a reused id.
/// </summary>
public readonly record struct ContentHash(ulong First, ulong Second)
{
    /// <summary>Bytes of a content hash.</summary>
    public const int Size = 16;

    /// <summary>A content hash from its stored bytes; fewer than 16 stand for none, which equals the default.</summary>
    public static ContentHash FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length < Size
        ? default
        : new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));

    /// <summary>Writes the 16 bytes.</summary>
    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, First);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], Second);
    }
}
