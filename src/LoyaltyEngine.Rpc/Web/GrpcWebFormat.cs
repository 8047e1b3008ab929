using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;

namespace LoyaltyEngine.Rpc.Web;

/// <summary>How the two sides of a gRPC-Web call are written.</summary>
/// <param name="IsRequestText">Whether the request is base64.</param>
/// <param name="IsResponseText">Whether the response is base64.</param>
internal readonly record struct GrpcWebFormat(bool IsRequestText, bool IsResponseText)
{
    private const string Binary = "application/grpc-web";
    private const string Text = "application/grpc-web-text";
    private const string ProtoSuffix = "+proto";

    public string ResponseContentType => (IsResponseText ? Text : Binary) + ProtoSuffix;

    /// <summary>The format of a request, by its content type and by what it accepts; null if it is none.</summary>
    public static GrpcWebFormat? Of(HttpRequest request)
    {
        if (IsText(request.ContentType) is not { } isRequestText)
            return null;
        foreach (var accepted in new RequestHeaders(request.Headers).Accept)
        {
            if (IsText(accepted.MediaType.Value) is { } isAccepted)
                return new(isRequestText, isAccepted);
        }

        return new(isRequestText, isRequestText);
    }

    private static bool? IsText(string? contentType)
    {
        var type = contentType.AsSpan();
        if (type.IndexOf(';') is >= 0 and var parameters)
            type = type[..parameters];
        type = type.Trim();
        if (type.EndsWith(ProtoSuffix, StringComparison.OrdinalIgnoreCase))
            type = type[..^ProtoSuffix.Length];
        return type.Equals(Binary, StringComparison.OrdinalIgnoreCase) ? false
            : type.Equals(Text, StringComparison.OrdinalIgnoreCase) ? true
            : null;
    }
}
