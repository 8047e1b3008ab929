namespace LoyaltyEngine.Load.Http2;

/// <summary>The peer broke HTTP/2 or HPACK, or the connection is lost: it cannot be used any more.</summary>
internal sealed class Http2Exception(string message) : Exception(message);
