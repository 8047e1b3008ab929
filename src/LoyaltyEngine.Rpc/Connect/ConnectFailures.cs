using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace LoyaltyEngine.Rpc.Connect;

/// <summary>The refusals of requests that are wrong before any handler sees them.</summary>
internal static class ConnectFailures
{
    public static RpcException TooLarge
        => new(new Status(StatusCode.ResourceExhausted, "The request is larger than the server allows."));

    public static RpcException MalformedTimeout
        => Invalid($"{ConnectHeaders.Timeout} is no number of milliseconds of 1 to 10 digits.");

    public static RpcException UnreadableGzip => Invalid("The request is no gzip.");

    public static Status UnknownMethod { get; } = new(StatusCode.Unimplemented, "There is no such method.");

    public static Status UnwritableResponse { get; } =
        new(StatusCode.Internal, "The server failed to write the response.");

    public static RpcException UnknownEncoding(string encoding) => new(new Status(
        StatusCode.Unimplemented, $"Content-Encoding '{encoding}' is not understood; gzip and identity are."));

    public static RpcException UnknownVersion(string version)
        => Invalid($"{ConnectHeaders.ProtocolVersion} is '{version}'; this server speaks version 1.");

    public static RpcException NoMessage(string type) => Invalid($"The request is no {type}.");

    public static RpcException Invalid(string detail) => new(new Status(StatusCode.InvalidArgument, detail));

    /// <summary>What a failure to read the request means to its caller; null if there is none left to tell.</summary>
    public static RpcException? Explain(Exception exception) => exception switch
    {
        RpcException refused => refused,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge,
        _ => null,
    };
}
