using System.Net;
using Grpc.Core;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>A response as it was on the wire.</summary>
internal sealed record RawResponse(
    HttpStatusCode Http, Dictionary<string, string> Headers, byte[] Body, Dictionary<string, string> Trailers)
{
    /// <summary>Gets a value indicating whether the status came with the headers, and nothing after them.</summary>
    public bool IsTrailersOnly => Headers.ContainsKey("grpc-status") && Body.Length == 0 && Trailers.Count == 0;

    public StatusCode Status => (StatusCode)int.Parse(Ending["grpc-status"]);

    public string Message => Uri.UnescapeDataString(Ending["grpc-message"]);

    private Dictionary<string, string> Ending => IsTrailersOnly ? Headers : Trailers;
}
