using System.Reflection;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Grpc.AspNetCore.Server;

/// <summary>A service mapped by its type: the generated base shows its methods to a binder.</summary>
internal sealed class MappedService<TService>(GrpcServer server) : ServiceRegistration
    where TService : class
{
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;

    public override ServiceDescriptor? Descriptor
        => FindBinding().Binding.BindType.GetProperty("Descriptor", Static)?.GetValue(null) as ServiceDescriptor;

    public override IReadOnlyList<MethodHandler> CreateHandlers()
    {
        var own = server.Services.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;
        var binder = new HandlerBinder<TService>(new MethodSettings(server, server.Options, own));
        FindBindMethod().Invoke(null, [binder, null]);
        return binder.Handlers;
    }

    private static MethodInfo FindBindMethod()
    {
        var (binding, serviceBase) = FindBinding();
        return binding.BindType.GetMethod(binding.BindMethodName, Static, [typeof(ServiceBinderBase), serviceBase])
            ?? throw new InvalidOperationException($"{binding.BindType} has no {binding.BindMethodName}.");
    }

    private static (BindServiceMethodAttribute Binding, Type ServiceBase) FindBinding()
    {
        for (var type = typeof(TService); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } binding)
                return (binding, type);
        }

        throw new InvalidOperationException($"{typeof(TService)} does not derive from a generated gRPC service base.");
    }
}
