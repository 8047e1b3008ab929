using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using LoyaltyEngine.Load.Http2;

namespace LoyaltyEngine.Load.Tests;

/// <summary>The server's end of one connection, which sends what a test tells it to.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Socket? _peer;

    public ScriptedServer() => _listener.Start();

    /// <summary>Connects a client to it, after the exchange of the settings given.</summary>
    public Http2Connection Connect(params byte[] settings)
    {
        var accepted = Task.Run(() =>
        {
            _peer = _listener.AcceptSocket();
            Send(FrameType.Settings, 0, 0, settings);
        });
        var connection = Http2Connection.Connect(_listener.LocalEndpoint, TimeSpan.FromSeconds(10));
        accepted.Wait();
        return connection;
    }

    public void Send(FrameType type, byte flags, int streamId, params byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, type, flags, streamId).Write(frame);
        payload.CopyTo(frame, FrameHeader.Size);
        _peer!.Send(frame);
    }

    /// <summary>A whole good answer with an empty message.</summary>
    public void Answer(int streamId)
    {
        Send(FrameType.Headers, FrameHeader.EndHeaders, streamId, 0x88);
        Send(FrameType.Data, 0, streamId, 0, 0, 0, 0, 0);
        Send(FrameType.Headers, FrameHeader.EndHeaders | FrameHeader.EndStream, streamId, Status('0'));
    }

    public void Close() => _peer!.Close();

    public static byte[] Status(char code) => [0x00, 11, .. "grpc-status"u8, 1, (byte)code];

    public static byte[] Number(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    public void Dispose()
    {
        _peer?.Dispose();
        _listener.Dispose();
    }
}
