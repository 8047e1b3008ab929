using System.Buffers;

namespace Grpc.Core;

/// <summary>A payload held in one array, for marshallers used outside of a call.</summary>
internal sealed class ArrayPayload(byte[] payload) : DeserializationContext
{
    public override int PayloadLength => payload.Length;

    public override byte[] PayloadAsNewBuffer() => payload;

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(payload);

    public static byte[] Serialize<T>(Action<T, SerializationContext> serializer, T message)
    {
        var writer = new Writer();
        serializer(message, writer);
        return writer.Result ?? throw new InvalidOperationException("The serializer did not complete its context.");
    }

    private sealed class Writer : SerializationContext
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();

        public byte[]? Result { get; private set; }

        public override void Complete(byte[] payload) => Result = payload;

        public override void Complete() => Result = _buffer.WrittenSpan.ToArray();

        public override IBufferWriter<byte> GetBufferWriter() => _buffer;

        public override void SetPayloadLength(int payloadLength)
        {
        }
    }
}
