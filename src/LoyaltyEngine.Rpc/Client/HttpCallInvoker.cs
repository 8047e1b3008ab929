using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>Makes the calls of a channel.</summary>
internal sealed class HttpCallInvoker(GrpcChannel channel) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        => AsyncUnaryCall(method, host, options, request).GetAwaiter().GetResult();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new SingleResponseClientCall<TRequest, TResponse>(channel, method, host, options);
        return new AsyncUnaryCall<TResponse>(
            call.Run(request), ClientCall.Headers, ClientCall.Status, ClientCall.Trailers, ClientCall.Cancel, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new StreamedResponseClientCall<TRequest, TResponse>(channel, method, host, options);
        call.Send(request);
        return new AsyncServerStreamingCall<TResponse>(
            call, ClientCall.Headers, ClientCall.Status, ClientCall.Trailers, ClientCall.Cancel, call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new SingleResponseClientCall<TRequest, TResponse>(channel, method, host, options);
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            call.OpenRequests(),
            call.Run(null),
            ClientCall.Headers,
            ClientCall.Status,
            ClientCall.Trailers,
            ClientCall.Cancel,
            call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new StreamedResponseClientCall<TRequest, TResponse>(channel, method, host, options);
        var requests = call.OpenRequests();
        call.Send(null);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            requests, call, ClientCall.Headers, ClientCall.Status, ClientCall.Trailers, ClientCall.Cancel, call);
    }
}
