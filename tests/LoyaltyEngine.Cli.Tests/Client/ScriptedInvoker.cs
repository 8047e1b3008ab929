using Google.Protobuf;
using Grpc.Core;

namespace LoyaltyEngine.Cli.Tests.Client;

/// <summary>A connection that answers each call as the next step of a script says.</summary>
internal sealed class ScriptedInvoker(params Func<object, object>[] steps) : CallInvoker
{
    private int _next;

    /// <summary>The requests that came, in order.</summary>
    public List<object> Requests { get; } = [];

    /// <summary>The deadlines that they came with.</summary>
    public List<DateTime?> Deadlines { get; } = [];

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Requests.Add(((IDeepCloneable<TRequest>)request).Clone());
        Deadlines.Add(options.Deadline);
        var step = steps[Math.Min(_next++, steps.Length - 1)];
        var answer = Task.Run(() => (TResponse)step(request));
        return new AsyncUnaryCall<TResponse>(
            answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();
}
