using System.Net.Http.Headers;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>Turns response headers and trailers into metadata, without those that belong to the protocol.</summary>
internal static class ReceivedMetadata
{
    public static Metadata Read(HttpResponseHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (key, values) in headers.NonValidated)
        {
            if (IsOfProtocol(key))
                continue;
            var isBinary = key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase);
            foreach (var value in values)
            {
                // A server's broken base64 must not hide its status: what cannot be read is left out.
                if (isBinary)
                    BinaryHeader.TryAdd(metadata, key, value);
                else
                    metadata.Add(Metadata.Entry.Received(key, value));
            }
        }

        return metadata;
    }

    /// <summary>The status in headers or trailers, or null if there is none.</summary>
    public static Status? ReadStatus(HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(GrpcHeaders.Status, out var values))
            return null;
        var message = headers.NonValidated.TryGetValues(GrpcHeaders.Message, out var encoded)
            ? PercentEncoding.Decode(encoded.ToString())
            : "";
        var isKnown = int.TryParse(values.ToString(), out var code) && code is >= 0 and <= 16;
        return new Status(isKnown ? (StatusCode)code : StatusCode.Unknown, message);
    }

    private static bool IsOfProtocol(string key)
        => key.Equals(GrpcHeaders.Status, StringComparison.OrdinalIgnoreCase)
            || key.Equals(GrpcHeaders.Message, StringComparison.OrdinalIgnoreCase)
            || key.Equals(GrpcHeaders.Encoding, StringComparison.OrdinalIgnoreCase)
            || key.Equals(GrpcHeaders.AcceptEncoding, StringComparison.OrdinalIgnoreCase);
}
