using System.Collections.Frozen;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Middleware that sends each gRPC call to its handler: one look-up by path, without routing. Calls of methods nobody
/// has mapped are answered UNIMPLEMENTED; what is no gRPC call goes on to the next middleware.
/// </summary>
internal sealed class GrpcDispatcher(GrpcServer server, RequestDelegate next)
{
    private readonly FrozenDictionary<string, MethodHandler> _handlers = server.BuildTable();
    private readonly bool _ignoreUnknown = server.Options.IgnoreUnknownServices ?? false;

    public Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path.Value;
        if (path is not null && _handlers.TryGetValue(path, out var handler))
            return IsCall(http) ? handler.HandleAsync(http) : Task.CompletedTask;

        if (!_ignoreUnknown && http.GetEndpoint() is null && GrpcHeaders.IsGrpc(http.Request.ContentType))
        {
            if (!IsCall(http))
                return Task.CompletedTask;
            var begun = CallTelemetry.Now();
            ResponseEnd.WriteStatus(http, Unknown(path), null);
            CallTelemetry.EndUnknown(begun);
            return Task.CompletedTask;
        }

        return next(http);
    }

    /// <summary>Answers what is no well-formed gRPC call with an HTTP status, and tells whether it is one.</summary>
    public static bool IsCall(HttpContext http)
    {
        var request = http.Request;
        var refusal = 0;
        if (!HttpProtocol.IsHttp2(request.Protocol) && !HttpProtocol.IsHttp3(request.Protocol))
        {
            refusal = StatusCodes.Status426UpgradeRequired;
            http.Response.Headers.Upgrade = "h2c";
        }
        else if (!HttpMethods.IsPost(request.Method))
        {
            refusal = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = HttpMethods.Post;
        }
        else if (!GrpcHeaders.IsGrpc(request.ContentType))
        {
            refusal = StatusCodes.Status415UnsupportedMediaType;
        }

        if (refusal == 0)
            return true;
        http.Response.StatusCode = refusal;
        return false;
    }

    private Status Unknown(string? path)
    {
        var service = path?[..(path.LastIndexOf('/') + 1)];
        return service?.Length > 1 && _handlers.Keys.Any(known => known.StartsWith(service, StringComparison.Ordinal))
            ? CallFailures.UnknownMethod
            : CallFailures.UnknownService;
    }
}
