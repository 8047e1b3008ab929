namespace Grpc.Core;

/// <summary>Reads messages one after the other; one read at a time.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>Gets the message last read.</summary>
    T Current { get; }

    /// <summary>Reads the next message; false at the end of the stream.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
