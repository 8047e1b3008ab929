using Google.Protobuf.Reflection;
using Grpc.Core;
using LoyaltyEngine.Rpc.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace LoyaltyEngine.Rpc.Connect;

/// <summary>
/// Shows Connect's unary calls to the gRPC server behind it as calls of its own, and turns its answers back. So a call
/// has one way through limits, interceptors and services, whatever it came by. Every other request goes on as it is.
/// </summary>
internal sealed class ConnectMiddleware(RequestDelegate next, ConnectMethods methods, int limit, ILogger logger)
{
    private const string GrpcContentTypes = "application/grpc";
    private const string AcceptPost = "Accept-Post";

    public Task InvokeAsync(HttpContext http)
    {
        var contentType = http.Request.ContentType;
        if (contentType is not null && contentType.StartsWith(GrpcContentTypes, StringComparison.OrdinalIgnoreCase))
            return next(http);

        var path = http.Request.Path.Value;
        if (methods.Find(path) is not { } method)
            return methods.IsOfService(path) ? AnswerUnknownAsync(http) : next(http);

        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = HttpMethods.Post;
            return Task.CompletedTask;
        }

        var isUnary = !method.IsClientStreaming && !method.IsServerStreaming;
        if (!isUnary || ConnectCodec.Find(contentType) is not { } codec)
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            http.Response.Headers[AcceptPost] = isUnary
                ? $"{ConnectCodec.Json}, {ConnectCodec.Proto}, {GrpcContentTypes}"
                : GrpcContentTypes;
            return Task.CompletedTask;
        }

        return ServeAsync(http, method, codec);
    }

    private async Task ServeAsync(HttpContext http, MethodDescriptor method, ConnectCodec codec)
    {
        var response = new ConnectResponse(http, method, codec, methods, logger);
        TranslatedRequest request;
        try
        {
            var headers = ConnectHeaders.ToCall(http.Request.Headers);
            var body = await ConnectBody.ReadAsync(http.Request, limit).ConfigureAwait(false);
            var message = codec.ReadRequest(body, method.InputType, methods.Json);
            request = new TranslatedRequest(
                http.Features.GetRequiredFeature<IHttpRequestFeature>(), headers, ConnectBody.Frame(message));
        }
        catch (Exception exception) when (ConnectFailures.Explain(exception) is { } refused)
        {
            if (refused.StatusCode == StatusCode.Unimplemented)
                http.Response.Headers.AcceptEncoding = ConnectHeaders.Gzip;
            await response.FailAsync(refused.Status).ConfigureAwait(false);
            return;
        }
        catch (Exception exception) when (IsAbandoned(http, exception))
        {
            return;
        }

        using (new TranslatedFeatures(http, request, response, response, response))
            await next(http).ConfigureAwait(false);
        await response.EndAsync().ConfigureAwait(false);
    }

    private async Task AnswerUnknownAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        http.Response.ContentType = ConnectCodec.Json;
        await http.Response.Body.WriteAsync(methods.Errors.Format(ConnectFailures.UnknownMethod, null))
            .ConfigureAwait(false);
    }

    private static bool IsAbandoned(HttpContext http, Exception exception)
        => exception is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested;
}
