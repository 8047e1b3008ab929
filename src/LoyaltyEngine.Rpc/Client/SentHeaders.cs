using System.Net.Http.Headers;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>Writes metadata into the headers of a request.</summary>
internal static class SentHeaders
{
    public static void Add(HttpRequestHeaders headers, Metadata metadata)
    {
        for (var i = 0; i < metadata.Count; i++)
        {
            var entry = metadata[i];
            if (entry.Key == GrpcHeaders.EncodingRequest)
                continue;
            if (entry.Key == "user-agent")
                headers.Remove(entry.Key);
            headers.TryAddWithoutValidation(
                entry.Key, entry.IsBinary ? BinaryHeader.Encode(entry.ValueBytes) : entry.Value);
        }
    }
}
