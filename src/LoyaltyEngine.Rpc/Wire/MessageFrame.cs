using System.Buffers;
using System.Buffers.Binary;

namespace LoyaltyEngine.Rpc.Wire;

/// <summary>The prefix of a message on the wire.</summary>
/// <remarks>
/// Byte 0: 1 if the message is compressed, else 0. Bytes 1-4: the length of the message, big endian. The message
/// follows. Where DATA frames begin and end means nothing.
/// </remarks>
internal static class MessageFrame
{
    public const int PrefixLength = 5;

    /// <summary>The default limit of a received message, as in all gRPC implementations.</summary>
    public const int DefaultMaxReceiveBytes = 4 * 1024 * 1024;

    public static void WritePrefix(Span<byte> target, int length, bool compressed = false)
    {
        target[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(target[1..], (uint)length);
    }

    /// <summary>Reads a prefix of which all five bytes are there.</summary>
    public static (byte Flag, uint Length) ReadPrefix(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.FirstSpan is { Length: >= PrefixLength } first)
            return (first[0], BinaryPrimitives.ReadUInt32BigEndian(first[1..]));

        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        return (prefix[0], BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]));
    }
}
