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
        foreach (var registration in settings.Interceptors.Reverse())
            handler = Around(registration, handler);
        return handler;
    }

    private UnaryServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        InterceptorRegistration registration, UnaryServerMethod<TRequest, TResponse> inner)
        where TRequest : class
        where TResponse : class
    {
        if (FindSingleton(registration) is { } singleton)
            return (request, context) => singleton.UnaryServerHandler(request, context, inner);

        return async (request, context) =>
        {
            var interceptor = registration.Activate(context.GetHttpContext().RequestServices, out var isOwned);
            try
            {
                return await interceptor.UnaryServerHandler(request, context, inner).ConfigureAwait(false);
            }
            finally
            {
                if (isOwned)
                    (interceptor as IDisposable)?.Dispose();
            }
        };
    }

    public ServerStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        ServerStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        foreach (var registration in settings.Interceptors.Reverse())
            handler = Around(registration, handler);
        return handler;
    }

    private ServerStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        InterceptorRegistration registration, ServerStreamingServerMethod<TRequest, TResponse> inner)
        where TRequest : class
        where TResponse : class
    {
        if (FindSingleton(registration) is { } singleton)
        {
            return (request, stream, context)
                => singleton.ServerStreamingServerHandler(request, stream, context, inner);
        }

        return async (request, stream, context) =>
        {
            var interceptor = registration.Activate(context.GetHttpContext().RequestServices, out var isOwned);
            try
            {
                await interceptor.ServerStreamingServerHandler(request, stream, context, inner).ConfigureAwait(false);
            }
            finally
            {
                if (isOwned)
                    (interceptor as IDisposable)?.Dispose();
            }
        };
    }

    private Interceptor? FindSingleton(InterceptorRegistration registration)
        => registration.Arguments.Count == 0 && settings.Server.IsSingleton(registration.Type)
            ? (Interceptor)settings.Server.Services.GetRequiredService(registration.Type)
            : null;
}
