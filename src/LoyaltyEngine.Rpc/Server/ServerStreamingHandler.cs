using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Serves the calls of a method that answers one request with a stream.</summary>
internal sealed class ServerStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    MethodSettings settings,
    ServerStreamingServerMethod<TRequest, TResponse> invoke)
    : RequestHandler<TRequest>(method.FullName, settings, method.RequestMarshaller)
    where TRequest : class
    where TResponse : class
{
    protected override async Task Invoke(ServerCall call, TRequest request)
    {
        // From here on only the handler's end answers: a status written while a message is would break the stream.
        if (!call.TryAnswer())
        {
            await AfterDeadlineAsync(call).ConfigureAwait(false);
            return;
        }

        call.StartTimer();
        var writer = new ResponseStream<TResponse>(call, method.ResponseMarshaller);
        Status status;
        Metadata? trailers;
        try
        {
            await invoke(request, writer, call).ConfigureAwait(false);
            status = call.HasTimeLeft ? call.Status : CallFailures.DeadlineExceeded;
            trailers = call.TrailersOrNull;
        }
        catch (Exception exception)
        {
            (status, trailers) = Explain(call, exception);
        }

        writer.End();
        if (writer.HasWritten && !call.Http.Response.HasStarted)
            await call.Http.Response.StartAsync().ConfigureAwait(false);
        WriteStatus(call.Http, status, trailers);
        Release(call);
    }
}
