using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>Turns request headers into metadata, without those that belong to the protocol.</summary>
internal static class ReceivedHeaders
{
    /// <exception cref="RpcException">INVALID_ARGUMENT for a -bin header that is not base64.</exception>
    public static Metadata Read(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (key, values) in headers)
        {
            if (IsOfProtocol(key))
                continue;
            var isBinary = key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase);
            foreach (var value in values)
            {
                if (!isBinary)
                    metadata.Add(Metadata.Entry.Received(key, value ?? ""));
                else if (!BinaryHeader.TryAdd(metadata, key, value ?? ""))
                    throw new RpcException(new Status(StatusCode.InvalidArgument, $"Header '{key}' is not base64."));
            }
        }

        return metadata;
    }

    private static bool IsOfProtocol(string key)
        => key.StartsWith(':')
            || key.Equals("te", StringComparison.OrdinalIgnoreCase)
            || key.Equals("host", StringComparison.OrdinalIgnoreCase)
            || key.Equals("content-type", StringComparison.OrdinalIgnoreCase)
            || key.Equals("content-length", StringComparison.OrdinalIgnoreCase)
            || key.Equals(GrpcHeaders.Timeout, StringComparison.OrdinalIgnoreCase)
            || key.Equals(GrpcHeaders.Encoding, StringComparison.OrdinalIgnoreCase)
            || key.Equals(GrpcHeaders.AcceptEncoding, StringComparison.OrdinalIgnoreCase);
}
