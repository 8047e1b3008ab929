namespace Grpc.Core;

/// <summary>Turns a rich error (google.rpc.Status) into the exception by which a handler answers it.</summary>
public static class RpcStatusExtensions
{
    /// <summary>The exception carries the whole status in the trailer <c>grpc-status-details-bin</c>.</summary>
    public static RpcException ToRpcException(this Google.Rpc.Status status)
        => status.ToRpcException((StatusCode)status.Code, status.Message);

    /// <inheritdoc cref="ToRpcException(Google.Rpc.Status)"/>
    public static RpcException ToRpcException(this Google.Rpc.Status status, StatusCode statusCode, string message)
    {
        var trailers = new Metadata();
        trailers.SetRpcStatus(status);
        return new RpcException(new Status(statusCode, message), trailers);
    }
}
