using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Serves the calls of a unary method. Where the request is here already and the handler answers at once, the call runs
/// through without a state machine; only where it waits does one take over.
/// </summary>
internal sealed class UnaryHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, MethodSettings settings, UnaryServerMethod<TRequest, TResponse> invoke)
    : RequestHandler<TRequest>(method.FullName, settings, method.RequestMarshaller)
    where TRequest : class
    where TResponse : class
{
    protected override Task Invoke(ServerCall call, TRequest request)
    {
        Task<TResponse> answering;
        try
        {
            answering = invoke(request, call);
        }
        catch (Exception exception)
        {
            return Fail(call, exception);
        }

        if (answering.IsCompletedSuccessfully)
            return Complete(call, answering.Result);
        call.StartTimer();
        return AwaitAsync(call, answering);
    }

    private async Task AwaitAsync(ServerCall call, Task<TResponse> answering)
    {
        Task sending;
        try
        {
            sending = Complete(call, await answering.ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            sending = Fail(call, exception);
        }

        if (!sending.IsCompletedSuccessfully)
            await sending.ConfigureAwait(false);
    }

    private Task Complete(ServerCall call, TResponse response)
    {
        if (!call.TryAnswer())
            return AfterDeadlineAsync(call);

        var http = call.Http;
        if (call.Status.StatusCode != StatusCode.OK)
            return Answer(call, call.Status, call.TrailersOrNull);
        if (response is null)
            return Answer(call, CallFailures.MissingResponse, call.TrailersOrNull);

        var compression = call.ChooseCompression();
        call.Response.Begin(
            http.Response.BodyWriter, Settings.MaxSendBytes, compression, Settings.ResponseCompressionLevel);
        try
        {
            if (call.TrailersOrNull is { Count: > 0 } trailers)
                ResponseEnd.WriteTrailers(http, trailers);
            method.ResponseMarshaller.ContextualSerializer(response, call.Response);
        }
        catch (Exception exception)
        {
            return Unwritable(call, exception);
        }

        if (!http.Response.HasStarted)
            http.Response.Headers.ContentType = GrpcHeaders.ContentTypeValue;
        ResponseEnd.WriteAfterMessage(http, call.Status, null);
        Release(call);
        // The body is flushed together with headers and trailers when this request ends: one write for the whole
        // answer.
        return Task.CompletedTask;
    }

    private Task Unwritable(ServerCall call, Exception exception)
    {
        if (exception is not RpcException)
            Settings.Logger.UnwritableResponse(exception, Path);
        if (!call.Response.HasWritten)
        {
            ResponseEnd.ClearTrailers(call.Http);
            return Answer(call, (exception as RpcException)?.Status ?? CallFailures.UnexpectedFailure, null);
        }

        // Part of the message is in the transport's buffer and cannot be taken back.
        call.Http.Abort();
        return Task.CompletedTask;
    }
}
