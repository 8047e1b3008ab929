using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Serves the calls of a method that answers one request with a stream.</summary>
internal sealed class ServerStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    MethodSettings settings,
    ServerStreamingServerMethod<TRequest, TResponse> invoke)
    : RequestHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override Task Invoke(ServerCall call, TRequest request)
    {
        call.BeginStreams();
        return AnswerStreamAsync(call, null, responses => invoke(request, responses, call));
    }
}
