using System.Buffers.Binary;

namespace LoyaltyEngine.Load.Http2;

/// <summary>
/// What a client says first: the preface, SETTINGS (no dynamic table, no push, the largest window for a stream) and the
/// largest window for the connection.
/// </summary>
internal static class ClientPreface
{
    /// <summary>The window that either side has before it is granted more.</summary>
    public const int DefaultWindow = 65_535;

    /// <summary>The window granted to the server.</summary>
    public const int ReceiveWindow = int.MaxValue;

    private const int SettingSize = 6;
    private const ushort HeaderTableSizeId = 1;
    private const ushort EnablePushId = 2;
    private const ushort InitialWindowSizeId = 4;

    /// <summary>The bytes to send.</summary>
    public static readonly byte[] Bytes = Build();

    private static byte[] Build()
    {
        ReadOnlySpan<(ushort Id, uint Value)> settings =
            [(HeaderTableSizeId, 0), (EnablePushId, 0), (InitialWindowSizeId, ReceiveWindow)];
        var magic = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;
        var settingsSize = settings.Length * SettingSize;
        var bytes = new byte[magic.Length + FrameHeader.Size + settingsSize + FrameHeader.Size + sizeof(int)];
        magic.CopyTo(bytes);
        var rest = bytes.AsSpan(magic.Length);
        new FrameHeader(settingsSize, FrameType.Settings, 0, 0).Write(rest);
        rest = rest[FrameHeader.Size..];
        foreach (var (id, value) in settings)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, id);
            BinaryPrimitives.WriteUInt32BigEndian(rest[2..], value);
            rest = rest[SettingSize..];
        }

        new FrameHeader(sizeof(int), FrameType.WindowUpdate, 0, 0).Write(rest);
        BinaryPrimitives.WriteInt32BigEndian(rest[FrameHeader.Size..], ReceiveWindow - DefaultWindow);
        return bytes;
    }
}
