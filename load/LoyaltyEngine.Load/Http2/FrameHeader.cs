using System.Buffers.Binary;

namespace LoyaltyEngine.Load.Http2;

/// <summary>The nine bytes before every frame: length (24 bits), type (8), flags (8), stream (31).</summary>
internal readonly record struct FrameHeader(int Length, FrameType Type, byte Flags, int StreamId)
{
    /// <summary>The size of the header in bytes.</summary>
    public const int Size = 9;

    /// <summary>On HEADERS and DATA: the last frame of its side of the stream.</summary>
    public const byte EndStream = 0x1;

    /// <summary>On SETTINGS and PING: an answer.</summary>
    public const byte Ack = 0x1;

    /// <summary>On HEADERS and CONTINUATION: the header block is complete.</summary>
    public const byte EndHeaders = 0x4;

    /// <summary>On HEADERS and DATA: a pad length leads, padding ends the frame.</summary>
    public const byte Padded = 0x8;

    /// <summary>On HEADERS: five bytes of priority lead the block.</summary>
    public const byte Priority = 0x20;

    public bool Has(byte flag) => (Flags & flag) != 0;

    public static FrameHeader Read(ReadOnlySpan<byte> source)
    {
        var lengthAndType = BinaryPrimitives.ReadUInt32BigEndian(source);
        var stream = BinaryPrimitives.ReadInt32BigEndian(source[5..]) & int.MaxValue;
        return new FrameHeader((int)(lengthAndType >> 8), (FrameType)(byte)lengthAndType, source[4], stream);
    }

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, ((uint)Length << 8) | (byte)Type);
        destination[4] = Flags;
        BinaryPrimitives.WriteInt32BigEndian(destination[5..], StreamId);
    }
}
