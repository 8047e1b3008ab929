using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>An interceptor to run around calls: its type, and arguments for its constructor.</summary>
public sealed class InterceptorRegistration
{
    private readonly object[] _arguments;
    private ObjectFactory? _factory;

    internal InterceptorRegistration(Type type, object[] arguments)
    {
        Type = type;
        _arguments = arguments;
    }

    /// <summary>Gets the interceptor's type.</summary>
    public Type Type { get; }

    /// <summary>Gets the arguments that the container does not supply.</summary>
    public IReadOnlyList<object> Arguments => _arguments;

    /// <summary>Takes the interceptor from the container, or makes one for this call.</summary>
    internal Lease<Interceptor> Activate(IServiceProvider services)
    {
        if (_arguments.Length == 0 && services.GetService(Type) is Interceptor registered)
            return new(registered, isOwned: false);

        _factory ??= ActivatorUtilities.CreateFactory(Type, [.. _arguments.Select(argument => argument.GetType())]);
        return new((Interceptor)_factory(services, _arguments), isOwned: true);
    }
}
