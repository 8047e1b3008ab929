using System.Reflection;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server;

/// <summary>A service mapped by its type: the generated base shows its methods to a binder.</summary>
internal sealed class MappedService<TService>(GrpcServer server) : ServiceRegistration
    where TService : class
{
    public override IReadOnlyList<MethodHandler> CreateHandlers()
    {
        var own = server.Services.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;
        var binder = new HandlerBinder<TService>(new MethodSettings(server, server.Options, own));
        FindBindMethod().Invoke(null, [binder, null]);
        return binder.Handlers;
    }

    private static MethodInfo FindBindMethod()
    {
        for (var type = typeof(TService); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is not { } binding)
                continue;
            const BindingFlags flags = BindingFlags.Public | BindingFlags.Static | BindingFlags.NonPublic;
            return binding.BindType.GetMethod(binding.BindMethodName, flags, [typeof(ServiceBinderBase), type])
                ?? throw new InvalidOperationException($"{binding.BindType} has no {binding.BindMethodName}.");
        }

        throw new InvalidOperationException($"{typeof(TService)} does not derive from a generated gRPC service base.");
    }
}
