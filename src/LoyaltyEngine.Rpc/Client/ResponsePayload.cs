using System.Buffers;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>A response's payload in the buffer it was received into.</summary>
internal sealed class ResponsePayload(ReadOnlyMemory<byte> payload) : DeserializationContext
{
    public override int PayloadLength => payload.Length;

    public override byte[] PayloadAsNewBuffer() => payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(payload);
}
