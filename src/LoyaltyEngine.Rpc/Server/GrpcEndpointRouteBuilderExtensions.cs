using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services in a server.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves the methods of a service. Middleware added before the first mapped service sees its calls; middleware
    /// added after does not.
    /// </summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        var server = builder.ServiceProvider.GetService<GrpcServer>()
            ?? throw new InvalidOperationException("gRPC is not added. Call services.AddGrpc() first.");
        var service = new MappedService<TService>(server);
        server.Add(service);
        if (builder is IApplicationBuilder application)
            AddDispatcher(server, application);
        else
            return new(Routed(service.Route(builder)));
        return new(() => service.Route(builder));
    }

    private static Func<IEndpointConventionBuilder> Routed(IEndpointConventionBuilder routed) => () => routed;

    private static void AddDispatcher(GrpcServer server, IApplicationBuilder application)
    {
        if (server.IsDispatchAdded)
            return;
        server.IsDispatchAdded = true;
        application.Use(next => new GrpcDispatcher(server, next).InvokeAsync);
    }
}
