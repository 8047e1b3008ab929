using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Serves the calls of a unary method. Where the request is here already and the handler answers at once, the call runs
/// through without a state machine; only where it waits does one take over.
/// </summary>
internal sealed class UnaryHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, MethodSettings settings, UnaryServerMethod<TRequest, TResponse> invoke)
    : RequestHandler<TRequest, TResponse>(method, settings)
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
        call.WatchDeadline();
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
}
