using Microsoft.Extensions.Primitives;

namespace LoyaltyEngine.Rpc.Wire;

/// <summary>Names and fixed values of gRPC's headers.</summary>
internal static class GrpcHeaders
{
    public const string ContentTypeName = "Content-Type";
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string StatusDetails = "grpc-status-details-bin";

    /// <summary>Asks our own side, and never travels: how the messages of this call are compressed.</summary>
    public const string EncodingRequest = "grpc-internal-encoding-request";

    public const string Identity = "identity";

    private static readonly StringValues[] _statusValues =
        [.. Enumerable.Range(0, 17).Select(code => new StringValues(code.ToString()))];

    public static readonly StringValues ContentTypeValue = ContentType;
    public static readonly StringValues OkValue = _statusValues[0];

    /// <summary>The header value of a code, without an allocation for the known ones.</summary>
    public static StringValues StatusValue(int code)
        => (uint)code < (uint)_statusValues.Length ? _statusValues[code] : code.ToString();

    /// <summary>True for <c>application/grpc</c> alone, with a <c>+format</c> or with parameters.</summary>
    public static bool IsGrpc(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
            return false;
        return contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';' or ' ';
    }
}
