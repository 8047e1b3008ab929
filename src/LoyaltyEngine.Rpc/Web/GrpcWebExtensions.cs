using Microsoft.AspNetCore.Builder;

namespace LoyaltyEngine.Rpc.Web;

/// <summary>Adds gRPC-Web to a server.</summary>
public static class GrpcWebExtensions
{
    /// <summary>
    /// Serves every gRPC method that middleware or endpoints after this one serve by gRPC-Web, too, over HTTP/1.1 and
    /// HTTP/2. Browsers can call methods with one request only.
    /// </summary>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder application)
        => application.Use(next => new GrpcWebMiddleware(next).InvokeAsync);
}
