using System.Reflection;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Binds methods to instances of a service: to the one instance of a singleton, else to one made for each call and
/// disposed of after it.
/// </summary>
internal sealed class ServiceActivator<TService>(GrpcServer server)
    where TService : class
{
    private readonly TService? _singleton = server.FindSingleton<TService>();
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    public UnaryServerMethod<TRequest, TResponse> BindUnary<TRequest, TResponse>(MethodInfo method)
        where TRequest : class
        where TResponse : class
    {
        if (_singleton is not null)
            return method.CreateDelegate<UnaryServerMethod<TRequest, TResponse>>(_singleton);

        var open = method.CreateDelegate<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>();
        return async (request, context) =>
        {
            await using var lease = Activate(context);
            return await open(lease.Instance, request, context).ConfigureAwait(false);
        };
    }

    public ServerStreamingServerMethod<TRequest, TResponse> BindServerStreaming<TRequest, TResponse>(MethodInfo method)
        where TRequest : class
        where TResponse : class
    {
        if (_singleton is not null)
            return method.CreateDelegate<ServerStreamingServerMethod<TRequest, TResponse>>(_singleton);

        var open = method
            .CreateDelegate<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        return async (request, responses, context) =>
        {
            await using var lease = Activate(context);
            await open(lease.Instance, request, responses, context).ConfigureAwait(false);
        };
    }

    public ClientStreamingServerMethod<TRequest, TResponse> BindClientStreaming<TRequest, TResponse>(MethodInfo method)
        where TRequest : class
        where TResponse : class
    {
        if (_singleton is not null)
            return method.CreateDelegate<ClientStreamingServerMethod<TRequest, TResponse>>(_singleton);

        var open = method
            .CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>();
        return async (requests, context) =>
        {
            await using var lease = Activate(context);
            return await open(lease.Instance, requests, context).ConfigureAwait(false);
        };
    }

    public DuplexStreamingServerMethod<TRequest, TResponse> BindDuplexStreaming<TRequest, TResponse>(MethodInfo method)
        where TRequest : class
        where TResponse : class
    {
        if (_singleton is not null)
            return method.CreateDelegate<DuplexStreamingServerMethod<TRequest, TResponse>>(_singleton);

        var open = method.CreateDelegate<
            Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        return async (requests, responses, context) =>
        {
            await using var lease = Activate(context);
            await open(lease.Instance, requests, responses, context).ConfigureAwait(false);
        };
    }

    private Lease<TService> Activate(ServerCallContext context)
    {
        var services = context.GetHttpContext().RequestServices;
        return services.GetService<TService>() is { } registered
            ? new(registered, false)
            : new(_factory.Value(services, null), true);
    }
}
