using System.Globalization;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LoyaltyEngine.Rpc.Connect;

/// <summary>The headers of Connect, and what becomes of the headers of a call on its way in and out.</summary>
internal static class ConnectHeaders
{
    public const string ProtocolVersion = "Connect-Protocol-Version";
    public const string Timeout = "Connect-Timeout-Ms";
    public const string TrailerPrefix = "trailer-";
    public const string Gzip = "gzip";

    private const string KnownVersion = "1";
    private const string GrpcPrefix = "grpc-";
    private const string ConnectPrefix = "connect-";
    private const int TimeoutDigitsMax = 10;
    private const long GrpcTimeoutMax = 99_999_999;
    private const long MillisecondsPerSecond = 1000;

    // What concerns one hop, or the body as it was on the wire, is not the call's.
    private static readonly HashSet<string> _ofTransport = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.ContentType, HeaderNames.ContentLength, HeaderNames.ContentEncoding, HeaderNames.AcceptEncoding,
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.TransferEncoding, HeaderNames.Upgrade,
        HeaderNames.TE, HeaderNames.Trailer, HeaderNames.Expect, HeaderNames.Accept,
    };

    /// <summary>The headers of the gRPC call that a request stands for.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT for a wrong version or timeout.</exception>
    public static IHeaderDictionary ToCall(IHeaderDictionary received)
    {
        if (received[ProtocolVersion] is { Count: > 0 } version && version != KnownVersion)
            throw ConnectFailures.UnknownVersion(version.ToString());

        IHeaderDictionary headers = new HeaderDictionary(received.Count);
        foreach (var (name, values) in received)
        {
            if (IsOfCall(name))
                headers[name] = values;
        }

        headers.ContentType = GrpcHeaders.ContentTypeValue;
        headers.TE = "trailers";
        if (received[Timeout] is { Count: > 0 } timeout)
            headers[GrpcHeaders.Timeout] = ToGrpcTimeout(timeout.ToString());
        return headers;
    }

    /// <summary>Copies what a service has set, with a prefix for what are trailers.</summary>
    public static void CopyToResponse(IHeaderDictionary from, IHeaderDictionary target, string prefix)
    {
        foreach (var (name, values) in from)
        {
            if (IsOfCall(name))
                target[prefix + name] = values;
        }
    }

    /// <summary>True if the caller takes gzip, as one of several or alone.</summary>
    public static bool AcceptsGzip(HttpRequest request)
        => request.GetTypedHeaders().AcceptEncoding.Any(
            one => one.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase) && one.Quality != 0);

    private static bool IsOfCall(string name)
        => !_ofTransport.Contains(name)
            && !name.StartsWith(':')
            && !name.StartsWith(GrpcPrefix, StringComparison.OrdinalIgnoreCase)
            && !name.StartsWith(ConnectPrefix, StringComparison.OrdinalIgnoreCase);

    private static string ToGrpcTimeout(string text)
    {
        if (text.Length is 0 or > TimeoutDigitsMax
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            throw ConnectFailures.MalformedTimeout;
        }

        // gRPC has room for eight digits: longer ones go in seconds, rounded up.
        return milliseconds <= GrpcTimeoutMax
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds}m")
            : string.Create(
                CultureInfo.InvariantCulture, $"{(milliseconds + MillisecondsPerSecond - 1) / MillisecondsPerSecond}S");
    }
}
