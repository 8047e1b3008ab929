using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller writes one message. Used by one thread, for one message, then completed.</summary>
public abstract class SerializationContext
{
    /// <summary>Gives the whole payload as an array, which the caller must not touch afterwards.</summary>
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    /// <summary>Gets where to write the payload; its length should have been set before.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>States the payload's length in bytes, so that it needs no second buffer.</summary>
    public virtual void SetPayloadLength(int payloadLength) => throw new NotImplementedException();

    /// <summary>Ends the payload written through the buffer writer.</summary>
    public virtual void Complete() => throw new NotImplementedException();
}
