namespace Grpc.Core;

/// <summary>How one message type is written to and read from a frame. Immutable, any thread.</summary>
public class Marshaller<T>
{
    public Marshaller(Func<T, byte[]> serializer, Func<byte[], T> deserializer)
    {
        Serializer = serializer ?? throw new ArgumentNullException(nameof(serializer));
        Deserializer = deserializer ?? throw new ArgumentNullException(nameof(deserializer));
        ContextualSerializer = (message, context) => context.Complete(serializer(message));
        ContextualDeserializer = context => deserializer(context.PayloadAsNewBuffer());
    }

    public Marshaller(Action<T, SerializationContext> serializer, Func<DeserializationContext, T> deserializer)
    {
        ContextualSerializer = serializer ?? throw new ArgumentNullException(nameof(serializer));
        ContextualDeserializer = deserializer ?? throw new ArgumentNullException(nameof(deserializer));
        Serializer = message => ArrayPayload.Serialize(serializer, message);
        Deserializer = payload => deserializer(new ArrayPayload(payload));
    }

    /// <summary>Gets the writer into a new array.</summary>
    public Func<T, byte[]> Serializer { get; }

    /// <summary>Gets the reader from an array.</summary>
    public Func<byte[], T> Deserializer { get; }

    /// <summary>Gets the writer straight into the transport's buffer.</summary>
    public Action<T, SerializationContext> ContextualSerializer { get; }

    /// <summary>Gets the reader straight from the transport's buffer.</summary>
    public Func<DeserializationContext, T> ContextualDeserializer { get; }
}
