using System.Buffers;
using Grpc.Core;
using Grpc.Net.Compression;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>One framed message in a pooled array.</summary>
internal sealed class PooledFrame(int limit) : SerializationContext, IBufferWriter<byte>, IDisposable
{
    private const int FirstBytes = 256;

    private byte[] _buffer = [];
    private int _written = MessageFrame.PrefixLength;

    /// <summary>Gets the prefix and the message.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _written);

    public override void SetPayloadLength(int payloadLength)
    {
        CheckLimit(payloadLength);
        Grow(payloadLength);
    }

    public override IBufferWriter<byte> GetBufferWriter() => this;

    public override void Complete(byte[] payload)
    {
        CheckLimit(payload.Length);
        Grow(payload.Length);
        payload.CopyTo(_buffer, MessageFrame.PrefixLength);
        _written = MessageFrame.PrefixLength + payload.Length;
        Complete();
    }

    public override void Complete()
    {
        var length = _written - MessageFrame.PrefixLength;
        CheckLimit(length);
        Grow(0);
        MessageFrame.WritePrefix(_buffer, length);
    }

    /// <summary>Replaces the message by its compressed form.</summary>
    public void Compress(ICompressionProvider provider)
    {
        var message = _buffer.AsSpan(MessageFrame.PrefixLength, _written - MessageFrame.PrefixLength);
        var compressed = MessageCompression.Compress(provider, message, null);
        _written = MessageFrame.PrefixLength;
        Grow(compressed.Length);
        compressed.CopyTo(_buffer.AsMemory(MessageFrame.PrefixLength));
        _written += compressed.Length;
        MessageFrame.WritePrefix(_buffer, compressed.Length, compressed: true);
    }

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Makes this ready for another message.</summary>
    public void Reset()
    {
        Dispose();
        _written = MessageFrame.PrefixLength;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Grow(int free)
    {
        if (_buffer.Length - _written >= free && _buffer.Length > 0)
            return;
        var wanted = Math.Max(Math.Max(_written + free, Math.Min(_buffer.Length * 2, Array.MaxLength)), FirstBytes);
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        if (_buffer.Length > 0)
        {
            _buffer.AsSpan(0, _written).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }

    private void CheckLimit(int length)
    {
        if (length > limit)
            throw new RpcException(MessageLimits.SentTooLarge);
    }
}
