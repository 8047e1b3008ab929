using System.Buffers;

namespace Grpc.Core;

/// <summary>One received payload. Valid only while the marshaller that was handed it runs.</summary>
public abstract class DeserializationContext
{
    /// <summary>Gets the payload's length in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>Copies the payload into an array that the caller owns.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotImplementedException();

    /// <summary>Gets the payload without a copy.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotImplementedException();
}
