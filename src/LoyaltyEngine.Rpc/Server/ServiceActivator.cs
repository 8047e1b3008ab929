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

    public UnaryServerMethod<TRequest, TResponse> Bind<TRequest, TResponse>(MethodInfo method)
        where TRequest : class
        where TResponse : class
    {
        if (_singleton is not null)
            return method.CreateDelegate<UnaryServerMethod<TRequest, TResponse>>(_singleton);

        var open = method.CreateDelegate<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>();
        return async (request, context) =>
        {
            var (service, isOwned) = Activate(context);
            try
            {
                return await open(service, request, context).ConfigureAwait(false);
            }
            finally
            {
                if (isOwned)
                    await DisposeAsync(service).ConfigureAwait(false);
            }
        };
    }

    private (TService Service, bool IsOwned) Activate(ServerCallContext context)
    {
        var services = context.GetHttpContext().RequestServices;
        return services.GetService<TService>() is { } registered
            ? (registered, false)
            : (_factory.Value(services, null), true);
    }

    private static ValueTask DisposeAsync(object instance)
    {
        if (instance is IAsyncDisposable asyncDisposable)
            return asyncDisposable.DisposeAsync();
        (instance as IDisposable)?.Dispose();
        return default;
    }
}
