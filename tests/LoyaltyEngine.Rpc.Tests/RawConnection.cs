using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>
/// One connection of HTTP/2 whose frames the test writes and sees itself. Flow control is up to the test: the window
/// that the server may fill is what the first settings gave it.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private const int DefaultWindow = 65_535;
    private const int FrameHeaderLength = 9;
    private const byte Acknowledged = 0x1;
    private const byte InitialWindowSize = 0x4;

    private static readonly byte[] _preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private readonly string _authority;

    private RawConnection(TcpClient tcp, string authority)
    {
        _tcp = tcp;
        _stream = tcp.GetStream();
        _authority = authority;
    }

    public static async Task<RawConnection> OpenAsync(Uri address, int window = DefaultWindow)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(address.Host, address.Port);
        var connection = new RawConnection(tcp, address.Authority);
        var settings = new byte[6];
        settings[1] = InitialWindowSize;
        BinaryPrimitives.WriteInt32BigEndian(settings.AsSpan(2), window);
        await connection._stream.WriteAsync(_preface);
        await connection.SendAsync(RawFrame.Settings, 0, 0, settings);
        return connection;
    }

    /// <summary>Starts a call; texts are sent as Latin-1, so that any byte can be.</summary>
    public Task SendCallAsync(int stream, string path, params (string Name, string Value)[] headers)
    {
        (string, string)[] all =
        [
            (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", _authority),
            ("content-type", "application/grpc"), ("te", "trailers"), .. headers,
        ];
        var block = new MemoryStream();
        foreach (var (name, value) in all)
        {
            // A literal header field without indexing, its name and value not Huffman coded.
            block.WriteByte(0);
            Write(block, name);
            Write(block, value);
        }

        return SendAsync(RawFrame.Headers, RawFrame.EndHeaders, stream, block.ToArray());
    }

    public Task SendDataAsync(int stream, byte[] data, bool isEnd = false)
        => SendAsync(RawFrame.Data, isEnd ? RawFrame.EndStream : (byte)0, stream, data);

    public Task SendResetAsync(int stream, int errorCode)
    {
        var code = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(code, errorCode);
        return SendAsync(RawFrame.Reset, 0, stream, code);
    }

    /// <summary>Sends a frame as it is given.</summary>
    public async Task SendAsync(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[FrameHeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, FrameHeaderLength);
        await _stream.WriteAsync(frame);
    }

    /// <summary>Reads the next frame that is about a call or the end of the connection; null at its end.</summary>
    public async Task<RawFrame?> ReadAsync()
    {
        while (true)
        {
            var header = new byte[FrameHeaderLength];
            if (await _stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false) < header.Length)
                return null;
            var payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
            await _stream.ReadExactlyAsync(payload);
            var frame = new RawFrame(
                header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
            var isAsked = (frame.Flags & Acknowledged) == 0;
            if (frame.Type is RawFrame.Settings && isAsked)
                await SendAsync(frame.Type, Acknowledged, 0, []);
            else if (frame.Type is RawFrame.Ping && isAsked)
                await SendAsync(frame.Type, Acknowledged, 0, frame.Payload);
            else if (frame.Type is not (RawFrame.Settings or RawFrame.Ping or RawFrame.WindowUpdate))
                return frame;
        }
    }

    /// <summary>Reads up to a frame of that type; fails if the connection ends before.</summary>
    public async Task<RawFrame> ReadAsync(byte type)
    {
        while (true)
        {
            var frame = await ReadAsync() ?? throw new EndOfStreamException($"No frame of type {type} came.");
            if (frame.Type == type)
                return frame;
        }
    }

    public void Dispose() => _tcp.Dispose();

    private static void Write(MemoryStream block, string text)
    {
        text.Length.ShouldBeLessThan(127);
        block.WriteByte((byte)text.Length);
        block.Write(Encoding.Latin1.GetBytes(text));
    }
}
