using System.Buffers;
using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>The payload of the request, where it lies in the transport's buffer. One a call, reused.</summary>
internal sealed class RequestFrame : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;

    public override int PayloadLength => (int)_payload.Length;

    public void Set(in ReadOnlySequence<byte> payload) => _payload = payload;

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;
}
