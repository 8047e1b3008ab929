using System.Net.Http.Headers;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>Writes metadata into the headers of a request.</summary>
internal static class SentHeaders
{
    /// <exception cref="RpcException">
    /// A value is no printable ASCII: the server would have to close the connection, with all other calls on it.
    /// </exception>
    public static void Add(HttpRequestHeaders headers, Metadata metadata)
    {
        for (var i = 0; i < metadata.Count; i++)
        {
            var entry = metadata[i];
            if (entry.Key == GrpcHeaders.EncodingRequest)
                continue;
            if (entry.Key == "user-agent")
                headers.Remove(entry.Key);
            var value = entry.IsBinary ? BinaryHeader.Encode(entry.ValueBytes) : entry.Value;
            if (!HeaderValue.IsOfGrammar(value))
                throw new RpcException(ClientFailures.UnsendableMetadata(entry.Key));
            headers.TryAddWithoutValidation(entry.Key, value);
        }
    }
}
