using System.Reflection;
using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Makes a handler of each method that the generated code shows.</summary>
internal sealed class HandlerBinder<TService>(MethodSettings settings) : ServiceBinderBase
    where TService : class
{
    private readonly ServiceActivator<TService> _activator = new(settings.Server);
    private readonly InterceptorChain _interceptors = new(settings);
    private readonly List<MethodHandler> _handlers = [];

    public IReadOnlyList<MethodHandler> Handlers => _handlers;

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        Type[] parameters = [typeof(TRequest), typeof(ServerCallContext)];
        var invoke = _activator.BindUnary<TRequest, TResponse>(FindMethod(method.Name, parameters));
        _handlers.Add(new UnaryHandler<TRequest, TResponse>(method, settings, _interceptors.Around(invoke)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        Type[] parameters = [typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext)];
        var invoke = _activator.BindClientStreaming<TRequest, TResponse>(FindMethod(method.Name, parameters));
        _handlers.Add(new ClientStreamingHandler<TRequest, TResponse>(method, settings, _interceptors.Around(invoke)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        Type[] parameters = [typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext)];
        var invoke = _activator.BindServerStreaming<TRequest, TResponse>(FindMethod(method.Name, parameters));
        _handlers.Add(new ServerStreamingHandler<TRequest, TResponse>(method, settings, _interceptors.Around(invoke)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        Type[] parameters =
        [
            typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext),
        ];
        var invoke = _activator.BindDuplexStreaming<TRequest, TResponse>(FindMethod(method.Name, parameters));
        _handlers.Add(new DuplexStreamingHandler<TRequest, TResponse>(method, settings, _interceptors.Around(invoke)));
    }

    /// <summary>Finds the service's override of a generated method.</summary>
    private static MethodInfo FindMethod(string name, Type[] parameters)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        return typeof(TService).GetMethod(name, flags, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no method {name} of the generated shape.");
    }
}
