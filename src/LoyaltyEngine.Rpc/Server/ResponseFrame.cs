using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Writes one message straight into the transport's buffer: the prefix goes in with the first bytes of the payload, so
/// that a small message costs one buffer request. Compressed messages and those of unknown length are gathered first.
/// One a call, reused.
/// </summary>
internal sealed class ResponseFrame : SerializationContext, IBufferWriter<byte>
{
    private PipeWriter? _body;
    private ICompressionProvider? _compression;
    private CompressionLevel? _level;
    private ArrayBufferWriter<byte>? _gathered;
    private Memory<byte> _first;
    private int _limit;
    private int _length;
    private bool _prefixPending;

    /// <summary>Gets a value indicating whether any byte of the message is in the transport's buffer.</summary>
    public bool HasWritten => !_prefixPending;

    public void Begin(PipeWriter body, int limit, ICompressionProvider? compression, CompressionLevel? level)
    {
        _body = body;
        _limit = limit;
        _compression = compression;
        _level = level;
        _gathered = null;
        _length = -1;
        _prefixPending = true;
    }

    public void Clear()
    {
        _body = null;
        _compression = null;
        _gathered = null;
        _first = default;
    }

    public override void SetPayloadLength(int payloadLength)
    {
        CheckLimit(payloadLength);
        _length = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
        => _length >= 0 && _compression is null ? this : _gathered = new ArrayBufferWriter<byte>(256);

    public override void Complete(byte[] payload) => WriteWhole(payload);

    public override void Complete()
    {
        if (_gathered is not null)
            WriteWhole(_gathered.WrittenSpan);
        else if (_prefixPending)
            Advance(0);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
        => _prefixPending ? GetMemory(sizeHint).Span : _body!.GetSpan(sizeHint);

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (!_prefixPending)
            return _body!.GetMemory(sizeHint);
        _first = _body!.GetMemory(MessageFrame.PrefixLength + Math.Max(sizeHint, 1));
        return _first[MessageFrame.PrefixLength..];
    }

    public void Advance(int count)
    {
        if (_prefixPending)
        {
            if (_first.IsEmpty)
                _first = _body!.GetMemory(MessageFrame.PrefixLength);
            MessageFrame.WritePrefix(_first.Span, _length);
            _first = default;
            _prefixPending = false;
            count += MessageFrame.PrefixLength;
        }

        _body!.Advance(count);
    }

    private void WriteWhole(ReadOnlySpan<byte> payload)
    {
        CheckLimit(payload.Length);
        if (_compression is not null)
            payload = MessageCompression.Compress(_compression, payload, _level).Span;
        MessageFrame.WritePrefix(_body!.GetSpan(MessageFrame.PrefixLength), payload.Length, _compression is not null);
        _body.Advance(MessageFrame.PrefixLength);
        _body.Write(payload);
        _prefixPending = false;
    }

    private void CheckLimit(int length)
    {
        if (length > _limit)
            throw new RpcException(MessageLimits.SentTooLarge);
    }
}
