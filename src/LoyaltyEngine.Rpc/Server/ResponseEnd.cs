using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Server;

/// <summary>Writes the end of a response: its status and the metadata after the messages.</summary>
internal static class ResponseEnd
{
    /// <summary>Writes an end without messages: in the headers if nothing was sent yet (trailers-only).</summary>
    public static void WriteStatus(HttpContext http, in Status status, Metadata? trailers)
    {
        IHeaderDictionary target;
        if (http.Response.HasStarted)
        {
            target = TrailersOf(http);
        }
        else
        {
            target = http.Response.Headers;
            target.ContentType = GrpcHeaders.ContentTypeValue;
        }

        Write(target, status, trailers);
    }

    /// <summary>Writes the end after a message.</summary>
    public static void WriteAfterMessage(HttpContext http, in Status status, Metadata? trailers)
        => Write(TrailersOf(http), status, trailers);

    /// <summary>Writes trailers ahead of their status, which can then no longer fail.</summary>
    public static void WriteTrailers(HttpContext http, Metadata trailers) => Append(TrailersOf(http), trailers);

    /// <summary>Takes back all trailers, for an answer that turns out otherwise.</summary>
    public static void ClearTrailers(HttpContext http) => TrailersOf(http).Clear();

    /// <summary>Adds metadata; what HTTP/2 cannot carry is an error of the handler.</summary>
    public static void Append(IHeaderDictionary target, Metadata metadata)
    {
        for (var i = 0; i < metadata.Count; i++)
        {
            var entry = metadata[i];
            var value = entry.IsBinary ? BinaryHeader.Encode(entry.ValueBytes) : entry.Value;
            // The encoder would put question marks.
            if (!HeaderValue.IsLatin1(value))
                throw new InvalidOperationException($"The value of metadata '{entry.Key}' is no Latin-1.");
            target[entry.Key] = target.TryGetValue(entry.Key, out var already)
                ? StringValues.Concat(already, value)
                : value;
        }
    }

    private static IHeaderDictionary TrailersOf(HttpContext http)
        => http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers
            ?? throw new InvalidOperationException("The server has no response trailers; gRPC needs HTTP/2.");

    private static void Write(IHeaderDictionary target, in Status status, Metadata? trailers)
    {
        if (trailers is { Count: > 0 })
            Append(target, trailers);
        target.GrpcStatus = GrpcHeaders.StatusValue((int)status.StatusCode);
        if (status.Detail.Length > 0)
            target.GrpcMessage = PercentEncoding.Encode(status.Detail);
    }
}
