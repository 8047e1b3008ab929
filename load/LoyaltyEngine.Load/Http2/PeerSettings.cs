using System.Buffers.Binary;

namespace LoyaltyEngine.Load.Http2;

/// <summary>What the server's SETTINGS demand of us (RFC 9113, section 6.5.2), with the protocol's defaults.</summary>
internal sealed class PeerSettings
{
    private const int EntrySize = 6;
    private const ushort MaxConcurrentStreamsId = 3;
    private const ushort InitialWindowSizeId = 4;
    private const ushort MaxFrameSizeId = 5;

    /// <summary>How many streams may be open at a time. Until told, the least that RFC 9113 recommends.</summary>
    public int MaxConcurrentStreams { get; private set; } = 100;

    /// <summary>How much DATA a new stream may carry before the server grants more.</summary>
    public int InitialWindowSize { get; private set; } = 65_535;

    /// <summary>The largest frame the server takes.</summary>
    public int MaxFrameSize { get; private set; } = 16_384;

    /// <summary>Whether the server's SETTINGS have come.</summary>
    public bool Received { get; private set; }

    public void Apply(ReadOnlySpan<byte> payload)
    {
        if (payload.Length % EntrySize != 0)
            throw new Http2Exception("SETTINGS of a wrong length");

        for (; payload.Length > 0; payload = payload[EntrySize..])
        {
            var value = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(payload[2..]), int.MaxValue);
            switch (BinaryPrimitives.ReadUInt16BigEndian(payload))
            {
                case MaxConcurrentStreamsId:
                    MaxConcurrentStreams = value;
                    break;
                case InitialWindowSizeId:
                    InitialWindowSize = value;
                    break;
                case MaxFrameSizeId:
                    MaxFrameSize = value;
                    break;
            }
        }

        Received = true;
    }
}
