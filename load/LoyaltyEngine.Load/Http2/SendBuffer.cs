using System.Net.Sockets;

namespace LoyaltyEngine.Load.Http2;

/// <summary>Gathers frames so that one system call sends many of them.</summary>
internal sealed class SendBuffer
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _start;
    private int _end;

    public bool IsEmpty => _start == _end;

    /// <summary>Room for so many bytes; <see cref="Advance"/> tells how many were used.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - _end < size)
        {
            var target = _bytes.Length - (_end - _start) >= size ? _bytes : new byte[(_bytes.Length + size) * 2];
            _bytes.AsSpan(_start, _end - _start).CopyTo(target);
            (_bytes, _start, _end) = (target, 0, _end - _start);
        }

        return _bytes.AsSpan(_end);
    }

    public void Advance(int size) => _end += size;

    /// <summary>Sends what the socket takes without waiting.</summary>
    /// <exception cref="Http2Exception">The connection is lost.</exception>
    public void SendTo(Socket socket)
    {
        while (_start < _end)
        {
            var sent = socket.Send(_bytes.AsSpan(_start, _end - _start), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                return;
            if (error != SocketError.Success)
                throw new Http2Exception($"connection lost while sending: {error}");
            _start += sent;
        }

        _start = _end = 0;
    }
}
