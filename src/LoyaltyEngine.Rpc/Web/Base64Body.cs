using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using Grpc.Core;

namespace LoyaltyEngine.Rpc.Web;

/// <summary>
/// Reads a body of base64, which may be several padded texts one after the other. It holds no more than the transport
/// has received.
/// </summary>
internal sealed class Base64Body(PipeReader source) : Stream
{
    private const int QuantumChars = 4;
    private const int QuantumBytes = 3;

    private byte[] _decoded = [];
    private int _start;
    private int _end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _end)
        {
            if (!await DecodeAsync(cancellationToken).ConfigureAwait(false))
                return 0;
        }

        var taken = Math.Min(buffer.Length, _end - _start);
        _decoded.AsMemory(_start, taken).CopyTo(buffer);
        _start += taken;
        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Decodes what whole quanta are there; false at the end.</summary>
    private async ValueTask<bool> DecodeAsync(CancellationToken cancellation)
    {
        var read = await source.ReadAsync(cancellation).ConfigureAwait(false);
        var whole = read.Buffer.Length / QuantumChars * QuantumChars;
        if (whole == 0 && read.IsCompleted)
            return read.Buffer.IsEmpty ? false : throw Refusal();

        var text = read.Buffer.Slice(0, whole);
        if (_decoded.Length < whole / QuantumChars * QuantumBytes)
            _decoded = new byte[whole / QuantumChars * QuantumBytes];
        _start = 0;
        _end = Decode(text.IsSingleSegment ? text.FirstSpan : text.ToArray(), _decoded);
        source.AdvanceTo(text.End, whole == 0 ? read.Buffer.End : text.End);
        return true;
    }

    private static int Decode(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            // Padding ends a text, and the next one begins behind it.
            var padding = text.IndexOf((byte)'=');
            var end = padding < 0 ? text.Length : (padding / QuantumChars * QuantumChars) + QuantumChars;
            if (Base64.DecodeFromUtf8(text[..end], target[length..], out var consumed, out var written)
                != OperationStatus.Done || consumed != end)
            {
                throw Refusal();
            }

            length += written;
            text = text[end..];
        }

        return length;
    }

    private static RpcException Refusal() => new(new Status(StatusCode.InvalidArgument, "The request is no base64."));
}
