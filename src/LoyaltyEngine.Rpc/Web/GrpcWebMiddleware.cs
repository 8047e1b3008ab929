using System.IO.Pipelines;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoyaltyEngine.Rpc.Web;

/// <summary>
/// Shows gRPC-Web calls to the gRPC server behind it as what it serves, and turns its answers back. Every other request
/// goes on as it is.
/// </summary>
internal sealed class GrpcWebMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        // A till's call is told by its content type alone, before anything is parsed.
        return GrpcHeaders.IsGrpc(http.Request.ContentType) || GrpcWebFormat.Of(http.Request) is not { } format
            ? next(http)
            : ServeAsync(http, format);
    }

    private async Task ServeAsync(HttpContext http, GrpcWebFormat format)
    {
        var body = http.Request.BodyReader;
        var request = new TranslatedRequest(
            http.Features.GetRequiredFeature<IHttpRequestFeature>(),
            Translate(http.Request.Headers),
            format.IsRequestText ? PipeReader.Create(new Base64Body(body)) : body);
        var response = new GrpcWebResponse(
            http.Response, http.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), format);
        using (new TranslatedFeatures(
            http, request, http.Features.GetRequiredFeature<IHttpResponseFeature>(), response, response))
        {
            await next(http).ConfigureAwait(false);
        }

        response.End();
    }

    private static IHeaderDictionary Translate(IHeaderDictionary received)
    {
        IHeaderDictionary headers = new HeaderDictionary(received.Count);
        foreach (var (name, values) in received)
            headers[name] = values;
        headers.ContentType = GrpcHeaders.ContentTypeValue;
        headers.ContentLength = null;
        headers.TE = "trailers";
        return headers;
    }
}
