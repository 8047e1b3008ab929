namespace Grpc.Core;

/// <summary>A call that ended other than OK. Thrown by clients; thrown by handlers to choose their status.</summary>
public class RpcException : Exception
{
    public RpcException(Status status)
        : this(status, Metadata.Empty, status.ToString())
    {
    }

    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        Status = status;
        Trailers = trailers ?? throw new ArgumentNullException(nameof(trailers));
    }

    /// <summary>Gets the outcome.</summary>
    public Status Status { get; }

    /// <summary>Gets the outcome's code.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Gets what the server sent, or is to send, after the messages.</summary>
    public Metadata Trailers { get; }
}
