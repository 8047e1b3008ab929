using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Serves the calls of a method with a stream each way.</summary>
internal sealed class DuplexStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    MethodSettings settings,
    DuplexStreamingServerMethod<TRequest, TResponse> invoke)
    : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override Task Serve(ServerCall call)
    {
        if (!call.HasTimeLeft)
            return Fail(call, CallFailures.DeadlineExceeded);
        call.BeginStreams();
        var requests = new RequestStream<TRequest>(call, Method.RequestMarshaller);
        return AnswerStreamAsync(call, requests, responses => invoke(requests, responses, call));
    }
}
