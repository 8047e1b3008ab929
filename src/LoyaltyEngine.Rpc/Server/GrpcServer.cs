using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// The services of one host. Services are mapped before the host starts; the table of methods is then built once and
/// never changes.
/// </summary>
internal sealed class GrpcServer
{
    private const int MaxPooledCalls = 1024;

    private readonly List<ServiceRegistration> _registrations = [];
    private readonly IServiceProvider _services;
    private readonly IServiceCollection _descriptors;

    public GrpcServer(IServiceProvider services, IServiceCollection descriptors, ILoggerFactory loggers)
    {
        _services = services;
        _descriptors = descriptors;
        Options = services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        Logger = loggers.CreateLogger("Grpc.AspNetCore.Server");
        Time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Calls = new DefaultObjectPool<ServerCall>(new CallPolicy(Time), MaxPooledCalls);
    }

    public GrpcServiceOptions Options { get; }

    public ILogger Logger { get; }

    public TimeProvider Time { get; }

    public ObjectPool<ServerCall> Calls { get; }

    public bool IsDispatchAdded { get; set; }

    /// <summary>Gets what the proto files say of the services mapped so far.</summary>
    public IEnumerable<ServiceDescriptor> Descriptors
        => _registrations.Select(one => one.Descriptor).OfType<ServiceDescriptor>();

    public void Add(ServiceRegistration registration) => _registrations.Add(registration);

    /// <summary>Makes the handlers of all services but those that go through routing.</summary>
    public FrozenDictionary<string, MethodHandler> BuildTable()
    {
        var handlers = new Dictionary<string, MethodHandler>(StringComparer.Ordinal);
        foreach (var handler in _registrations.Where(one => !one.IsRouted).SelectMany(one => one.CreateHandlers()))
        {
            if (!handlers.TryAdd(handler.Path, handler))
                throw new InvalidOperationException($"gRPC method {handler.Path} is mapped twice.");
        }

        return handlers.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The container's own instance if the service is a singleton, else null.</summary>
    public TService? FindSingleton<TService>()
        where TService : class
    {
        var descriptor = _descriptors.LastOrDefault(one => one.ServiceType == typeof(TService) && !one.IsKeyedService);
        return descriptor?.Lifetime == ServiceLifetime.Singleton ? _services.GetRequiredService<TService>() : null;
    }

    /// <summary>True if the container has one instance of the type for the whole host.</summary>
    public bool IsSingleton(Type type)
        => _descriptors.LastOrDefault(one => one.ServiceType == type)?.Lifetime == ServiceLifetime.Singleton;

    public IServiceProvider Services => _services;

    private sealed class CallPolicy(TimeProvider time) : PooledObjectPolicy<ServerCall>
    {
        private readonly DeadlineWatch _watch = new(time);

        public override ServerCall Create() => new(time, _watch);

        public override bool Return(ServerCall call) => call.TryReset();
    }
}
