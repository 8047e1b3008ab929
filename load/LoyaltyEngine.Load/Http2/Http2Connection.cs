using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace LoyaltyEngine.Load.Http2;

/// <summary>
/// A client connection for unary gRPC calls over HTTP/2 with prior knowledge, as cheap as the protocol allows: requests
/// arrive preencoded, many leave in one write, answers are parsed in place. Used by one thread; never waits after
/// <see cref="Connect"/>.
/// </summary>
internal sealed class Http2Connection : IDisposable
{
    private const int ReceiveBufferSize = 256 * 1024;

    // We announce no larger frame, so 16 KiB is what may come.
    private const int MaxReceivedFrame = 16_384;

    // The window granted to the server is refilled only after a quarter of it was used.
    private const int RefillAfter = ClientPreface.ReceiveWindow / 4;
    private const int LastStreamId = int.MaxValue - 2 * 65_536;

    private readonly Socket _socket;
    private readonly byte[] _received = new byte[ReceiveBufferSize];
    private readonly SendBuffer _unsent = new();
    private readonly CallRing _calls = new(1024);
    private readonly HeaderMemo _headers = new();
    private readonly PeerSettings _settings = new();
    private readonly List<byte> _headerFragments = [];

    private int _receivedLength;
    private int _nextStreamId = 1;
    private long _sendWindow = ClientPreface.DefaultWindow;
    private long _unacknowledged;
    private int _continuedStream;
    private bool _continuedEndsStream;

    private Http2Connection(Socket socket) => _socket = socket;

    /// <summary>The socket, for waiting on it.</summary>
    public Socket Socket => _socket;

    /// <summary>How many calls have no answer yet.</summary>
    public int InFlight { get; private set; }

    /// <summary>How many calls the server lets be in flight.</summary>
    public int MaxConcurrentStreams => _settings.MaxConcurrentStreams;

    /// <summary>The server said goodbye, or stream ids ran out: no new calls; replace it once it is idle.</summary>
    public bool IsRetiring { get; private set; }

    /// <summary>Nothing more comes of this connection; its calls have been completed as failed.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether bytes wait for the socket to take them.</summary>
    public bool HasUnsent => !_unsent.IsEmpty;

    /// <summary>Connects, exchanges SETTINGS and returns a connection that no longer blocks.</summary>
    /// <exception cref="Http2Exception">The peer does not speak HTTP/2 with prior knowledge.</exception>
    public static Http2Connection Connect(EndPoint server, TimeSpan timeout)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SendTimeout = socket.ReceiveTimeout = (int)timeout.TotalMilliseconds;
            socket.Connect(server);
            var connection = new Http2Connection(socket);
            socket.Send(ClientPreface.Bytes);
            while (!connection._settings.Received)
            {
                connection.Receive(NoCalls.Instance, 0);
                if (connection.IsLost)
                    throw new Http2Exception($"{server} closed the connection before its SETTINGS");
            }

            connection.Flush();
            socket.Blocking = false;
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether the protocol lets a call with so much DATA begin now.</summary>
    public bool CanStart(int dataSize) =>
        !IsRetiring && !IsLost && InFlight < _settings.MaxConcurrentStreams && _sendWindow >= dataSize;

    /// <summary>Encodes the next request of the source; <see cref="Flush"/> sends it.</summary>
    public void Start(ICallSource source, long now)
    {
        if (source.MaxDataSize > Math.Min(_settings.MaxFrameSize, _settings.InitialWindowSize))
            throw new Http2Exception("the request does not fit in one DATA frame of this server");

        ref var call = ref _calls.Claim(_nextStreamId);
        call.Begin(_nextStreamId, now);
        var space = _unsent.Reserve(source.MaxRequestSize);
        var written = source.Write(space, ref call);
        _unsent.Advance(written);

        // The HEADERS frame does not count against the window; its size is in its first three bytes.
        var headers = FrameHeader.Size + (BinaryPrimitives.ReadInt32BigEndian(space) >>> 8);
        _sendWindow -= written - headers - FrameHeader.Size;
        _nextStreamId += 2;
        InFlight++;
        IsRetiring |= _nextStreamId >= LastStreamId;
    }

    /// <summary>Sends what has gathered, as far as the socket takes it.</summary>
    public void Flush()
    {
        if (IsLost)
            return;
        if (_unacknowledged > RefillAfter)
        {
            WriteWindowUpdate((int)_unacknowledged);
            _unacknowledged = 0;
        }

        _unsent.SendTo(_socket);
    }

    /// <summary>Takes what has arrived and completes the calls that it ends.</summary>
    /// <exception cref="Http2Exception">The peer broke the protocol.</exception>
    public void Receive(ICallSource source, long now)
    {
        var count = _socket.Receive(_received.AsSpan(_receivedLength), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
            return;
        if (error != SocketError.Success || count == 0)
        {
            Lose(source, error == SocketError.Success ? "connection closed" : $"connection lost: {error}", now);
            return;
        }

        var available = _receivedLength + count;
        var position = 0;
        while (available - position >= FrameHeader.Size)
        {
            var frame = FrameHeader.Read(_received.AsSpan(position));
            if (frame.Length > MaxReceivedFrame)
                throw new Http2Exception($"a frame of {frame.Length} bytes is larger than announced");
            if (available - position < FrameHeader.Size + frame.Length)
                break;

            Handle(frame, _received.AsSpan(position + FrameHeader.Size, frame.Length), source, now);
            position += FrameHeader.Size + frame.Length;
        }

        _received.AsSpan(position, available - position).CopyTo(_received);
        _receivedLength = available - position;
    }

    /// <summary>Gives up: completes every call in flight as failed for the reason given.</summary>
    public void Lose(ICallSource source, string reason, long now)
    {
        if (IsLost)
            return;

        IsLost = true;
        if (InFlight == 0 && !IsRetiring)
            source.Lost(reason);

        foreach (ref var call in _calls.Places)
        {
            if (call.StreamId != 0)
                Fail(ref call, reason, source, now);
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Handle(FrameHeader frame, ReadOnlySpan<byte> payload, ICallSource source, long now)
    {
        if (_continuedStream != 0 && (frame.Type != FrameType.Continuation || frame.StreamId != _continuedStream))
            throw new Http2Exception("a header block was interrupted");

        switch (frame.Type)
        {
            case FrameType.Data:
                // Padding counts against the window, too.
                _unacknowledged += payload.Length;
                ref var call = ref _calls.Find(frame.StreamId);
                if (call.StreamId != frame.StreamId)
                    break;
                call.Take(Unpad(frame, payload), source.KeepsAnswers);
                if (frame.Has(FrameHeader.EndStream))
                    Complete(ref call, source, now);
                break;
            case FrameType.Headers:
                HandleHeaders(frame, payload, source, now);
                break;
            case FrameType.Continuation:
                HandleContinuation(frame, payload, source, now);
                break;
            case FrameType.RstStream:
                ref var reset = ref _calls.Find(frame.StreamId);
                if (reset.StreamId == frame.StreamId)
                    Fail(ref reset, $"RST_STREAM {BinaryPrimitives.ReadInt32BigEndian(payload)}", source, now);
                break;
            case FrameType.Settings when !frame.Has(FrameHeader.Ack):
                _settings.Apply(payload);
                WriteFrame(FrameType.Settings, FrameHeader.Ack, []);
                break;
            case FrameType.Ping when !frame.Has(FrameHeader.Ack):
                WriteFrame(FrameType.Ping, FrameHeader.Ack, payload);
                break;
            case FrameType.WindowUpdate when frame.StreamId == 0:
                _sendWindow += BinaryPrimitives.ReadInt32BigEndian(payload) & int.MaxValue;
                break;
            case FrameType.GoAway:
                HandleGoAway(payload, source, now);
                break;
            case FrameType.PushPromise:
                throw new Http2Exception("PUSH_PROMISE, which was never allowed");
        }
    }

    private void HandleHeaders(FrameHeader frame, ReadOnlySpan<byte> payload, ICallSource source, long now)
    {
        var block = Unpad(frame, payload);
        if (frame.Has(FrameHeader.Priority))
            block = block[5..];

        if (frame.Has(FrameHeader.EndHeaders))
        {
            HandleBlock(frame.StreamId, block, frame.Has(FrameHeader.EndStream), source, now);
            return;
        }

        _continuedStream = frame.StreamId;
        _continuedEndsStream = frame.Has(FrameHeader.EndStream);
        _headerFragments.Clear();
        _headerFragments.AddRange(block);
    }

    private void HandleContinuation(FrameHeader frame, ReadOnlySpan<byte> payload, ICallSource source, long now)
    {
        if (_continuedStream == 0 || _headerFragments.Count > ReceiveBufferSize)
            throw new Http2Exception("CONTINUATION without HEADERS, or of too many");

        _headerFragments.AddRange(payload);
        if (!frame.Has(FrameHeader.EndHeaders))
            return;

        _continuedStream = 0;
        HandleBlock(frame.StreamId, _headerFragments.ToArray(), _continuedEndsStream, source, now);
    }

    private void HandleBlock(int streamId, ReadOnlySpan<byte> block, bool endsStream, ICallSource source, long now)
    {
        var headers = _headers.Read(block);
        ref var call = ref _calls.Find(streamId);
        if (call.StreamId != streamId)
            return;

        if (headers.HttpStatus >= 0)
            call.HttpStatus = headers.HttpStatus;
        if (headers.GrpcStatus >= 0)
            (call.GrpcStatus, call.GrpcMessage) = (headers.GrpcStatus, headers.GrpcMessage);
        if (endsStream)
            Complete(ref call, source, now);
    }

    // The server will not look at streams after the one it names; what came before is still answered.
    private void HandleGoAway(ReadOnlySpan<byte> payload, ICallSource source, long now)
    {
        IsRetiring = true;
        var last = BinaryPrimitives.ReadInt32BigEndian(payload) & int.MaxValue;
        var code = BinaryPrimitives.ReadInt32BigEndian(payload[4..]);
        foreach (ref var call in _calls.Places)
        {
            if (call.StreamId > last)
                Fail(ref call, $"GOAWAY {code}", source, now);
        }
    }

    private void Fail(ref Call call, string reason, ICallSource source, long now)
    {
        call.Fault = reason;
        Complete(ref call, source, now);
    }

    private void Complete(ref Call call, ICallSource source, long now)
    {
        source.Completed(ref call, now);
        call.StreamId = 0;
        InFlight--;
    }

    private static ReadOnlySpan<byte> Unpad(FrameHeader frame, ReadOnlySpan<byte> payload)
    {
        if (!frame.Has(FrameHeader.Padded))
            return payload;
        if (payload.Length == 0 || payload[0] >= payload.Length)
            throw new Http2Exception("padding is longer than its frame");
        return payload[1..^payload[0]];
    }

    private void WriteWindowUpdate(int grant)
    {
        Span<byte> payload = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(payload, grant);
        WriteFrame(FrameType.WindowUpdate, 0, payload);
    }

    // All frames but those of requests speak of the connection.
    private void WriteFrame(FrameType type, byte flags, ReadOnlySpan<byte> payload)
    {
        var space = _unsent.Reserve(FrameHeader.Size + payload.Length);
        new FrameHeader(payload.Length, type, flags, 0).Write(space);
        payload.CopyTo(space[FrameHeader.Size..]);
        _unsent.Advance(FrameHeader.Size + payload.Length);
    }
}
