using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server;

/// <summary>A mapped service. It is dispatched by path unless endpoint conventions ask for routing.</summary>
internal abstract class ServiceRegistration
{
    public bool IsRouted { get; private set; }

    /// <summary>Gets what the proto file says of the service; null if its code was not made from one.</summary>
    public abstract ServiceDescriptor? Descriptor { get; }

    public abstract IReadOnlyList<MethodHandler> CreateHandlers();

    /// <summary>Maps each method as an endpoint of its own.</summary>
    public IEndpointConventionBuilder Route(IEndpointRouteBuilder builder)
    {
        IsRouted = true;
        var group = builder.MapGroup("");
        foreach (var handler in CreateHandlers())
        {
            Task ServeAsync(HttpContext http)
                => GrpcDispatcher.IsCall(http) ? handler.HandleAsync(http) : Task.CompletedTask;
            group.Map(handler.Path, ServeAsync).WithDisplayName($"gRPC - {handler.Path}");
        }

        return group;
    }
}
