using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Puts interceptors around handlers. One registered as a singleton is bound once; another is taken or made for each
/// call.
/// </summary>
internal sealed class InterceptorChain(MethodSettings settings)
{
    public UnaryServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        UnaryServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        return Chain(handler, Bind, (registration, inner) => async (request, context) =>
        {
            await using var lease = Activate(registration, context);
            return await Bind(lease.Instance, inner)(request, context).ConfigureAwait(false);
        });

        static UnaryServerMethod<TRequest, TResponse> Bind(
            Interceptor interceptor, UnaryServerMethod<TRequest, TResponse> inner)
            => (request, context) => interceptor.UnaryServerHandler(request, context, inner);
    }

    public ClientStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        ClientStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        return Chain(handler, Bind, (registration, inner) => async (requests, context) =>
        {
            await using var lease = Activate(registration, context);
            return await Bind(lease.Instance, inner)(requests, context).ConfigureAwait(false);
        });

        static ClientStreamingServerMethod<TRequest, TResponse> Bind(
            Interceptor interceptor, ClientStreamingServerMethod<TRequest, TResponse> inner)
            => (requests, context) => interceptor.ClientStreamingServerHandler(requests, context, inner);
    }

    public ServerStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        ServerStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        return Chain(handler, Bind, (registration, inner) => async (request, responses, context) =>
        {
            await using var lease = Activate(registration, context);
            await Bind(lease.Instance, inner)(request, responses, context).ConfigureAwait(false);
        });

        static ServerStreamingServerMethod<TRequest, TResponse> Bind(
            Interceptor interceptor, ServerStreamingServerMethod<TRequest, TResponse> inner)
            => (request, responses, context)
                => interceptor.ServerStreamingServerHandler(request, responses, context, inner);
    }

    public DuplexStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        DuplexStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        return Chain(handler, Bind, (registration, inner) => async (requests, responses, context) =>
        {
            await using var lease = Activate(registration, context);
            await Bind(lease.Instance, inner)(requests, responses, context).ConfigureAwait(false);
        });

        static DuplexStreamingServerMethod<TRequest, TResponse> Bind(
            Interceptor interceptor, DuplexStreamingServerMethod<TRequest, TResponse> inner)
            => (requests, responses, context)
                => interceptor.DuplexStreamingServerHandler(requests, responses, context, inner);
    }

    private static Lease<Interceptor> Activate(InterceptorRegistration registration, ServerCallContext context)
        => registration.Activate(context.GetHttpContext().RequestServices);

    /// <summary>Puts all interceptors around a handler of any kind, the first registered outermost.</summary>
    private TMethod Chain<TMethod>(
        TMethod handler,
        Func<Interceptor, TMethod, TMethod> bind,
        Func<InterceptorRegistration, TMethod, TMethod> bindPerCall)
    {
        foreach (var registration in settings.Interceptors.Reverse())
        {
            handler = FindSingleton(registration) is { } singleton
                ? bind(singleton, handler)
                : bindPerCall(registration, handler);
        }

        return handler;
    }

    private Interceptor? FindSingleton(InterceptorRegistration registration)
        => registration.Arguments.Count == 0 && settings.Server.IsSingleton(registration.Type)
            ? (Interceptor)settings.Server.Services.GetRequiredService(registration.Type)
            : null;
}
