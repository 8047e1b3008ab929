namespace Grpc.Core;

/// <summary>Writes messages one after the other; one write at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Gets or sets how the next messages are written.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes one message; completes when the transport has room for more.</summary>
    Task WriteAsync(T message);

    /// <inheritdoc cref="WriteAsync(T)"/>
    Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return WriteAsync(message);
    }
}
