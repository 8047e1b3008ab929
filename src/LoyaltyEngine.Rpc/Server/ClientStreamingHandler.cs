using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Serves the calls of a method that answers a stream with one response.</summary>
internal sealed class ClientStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    MethodSettings settings,
    ClientStreamingServerMethod<TRequest, TResponse> invoke)
    : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task Serve(ServerCall call)
    {
        if (!call.HasTimeLeft)
        {
            await Fail(call, CallFailures.DeadlineExceeded).ConfigureAwait(false);
            return;
        }

        call.BeginStreams();
        call.WatchDeadline();
        var requests = new RequestStream<TRequest>(call, Method.RequestMarshaller);
        TResponse? response = null;
        Exception? failure = null;
        try
        {
            response = await invoke(requests, call).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        await requests.CloseAsync().ConfigureAwait(false);
        await (failure is null ? Complete(call, response!) : Fail(call, failure)).ConfigureAwait(false);
    }
}
