using System.Buffers.Binary;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>A frame of HTTP/2 as it was on the wire.</summary>
internal sealed record RawFrame(byte Type, byte Flags, int Stream, byte[] Payload)
{
    public const byte Data = 0x0;
    public const byte Headers = 0x1;
    public const byte Reset = 0x3;
    public const byte Settings = 0x4;
    public const byte Ping = 0x6;
    public const byte GoAway = 0x7;
    public const byte WindowUpdate = 0x8;

    public const byte EndStream = 0x1;
    public const byte EndHeaders = 0x4;

    public bool IsEnd => Type is Data or Headers && (Flags & EndStream) != 0;

    /// <summary>Gets why a stream was reset or a connection is closed.</summary>
    public int ErrorCode => BinaryPrimitives.ReadInt32BigEndian(Payload.AsSpan(Type == GoAway ? 4 : 0));
}
