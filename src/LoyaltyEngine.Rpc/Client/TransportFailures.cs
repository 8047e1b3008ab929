using System.Net;
using System.Net.Sockets;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>Turns failures beneath gRPC into statuses.</summary>
internal static class TransportFailures
{
    /// <summary>The status of a failed exchange.</summary>
    /// <remarks>
    /// UNAVAILABLE tells that the server could not be reached or went away; only for REFUSED_STREAM and for failures to
    /// connect is it sure that the request had no effect.
    /// </remarks>
    public static Status Explain(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpProtocolException protocol)
                return new Status(OfErrorCode(protocol.ErrorCode), $"HTTP/2 error {protocol.ErrorCode}.", exception);
            if (inner is SocketException)
                return new Status(StatusCode.Unavailable, "The connection failed.", exception);
        }

        var code = exception is HttpRequestException or IOException ? StatusCode.Unavailable : StatusCode.Internal;
        return new Status(code, $"The call failed: {exception.GetType().Name}: {exception.Message}", exception);
    }

    /// <summary>
    /// The status of an HTTP/2 error code, as the protocol's table has it. STREAM_CLOSED, which the table leaves open,
    /// is how a server says that it has dropped the connection.
    /// </summary>
    public static StatusCode OfErrorCode(long errorCode) => errorCode switch
    {
        0x5 or 0x7 => StatusCode.Unavailable,
        0x8 => StatusCode.Cancelled,
        0xb => StatusCode.ResourceExhausted,
        0xc => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };

    /// <summary>The status of a response that has none of its own.</summary>
    public static Status OfHttp(HttpStatusCode status, string? contentType)
    {
        var code = status switch
        {
            HttpStatusCode.BadRequest => StatusCode.Internal,
            HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
            HttpStatusCode.NotFound => StatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway => StatusCode.Unavailable,
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
            _ => StatusCode.Unknown,
        };
        return new Status(code, status == HttpStatusCode.OK
            ? $"Bad gRPC response: content type '{contentType}'."
            : $"Bad gRPC response: HTTP status {(int)status}.");
    }
}
