namespace Grpc.Core;

/// <summary>How messages are written. Immutable.</summary>
public class WriteOptions(WriteFlags flags = default)
{
    /// <summary>Send at once, compressed if the call is.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Gets the flags.</summary>
    public WriteFlags Flags { get; } = flags;
}
