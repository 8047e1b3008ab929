namespace Grpc.Core;

/// <summary>Reads the rich error that a call ended with.</summary>
public static class RpcExceptionExtensions
{
    /// <summary>Gets the rich error, or null if the server sent none.</summary>
    public static Google.Rpc.Status? GetRpcStatus(this RpcException exception, bool ignoreParseError = false)
        => exception.Trailers.GetRpcStatus(ignoreParseError);
}
