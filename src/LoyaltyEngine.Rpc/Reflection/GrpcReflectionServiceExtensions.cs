using Grpc.AspNetCore.Server;
using Grpc.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds reflection to a server's container.</summary>
public static class GrpcReflectionServiceExtensions
{
    /// <summary>Adds reflection about all services that the server maps.</summary>
    public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
    {
        services.TryAddSingleton(
            provider => new ReflectionAnswers(provider.GetRequiredService<GrpcServer>().Descriptors));
        services.TryAddSingleton(
            provider => new ReflectionV1ServiceImpl(provider.GetRequiredService<ReflectionAnswers>()));
        services.TryAddSingleton(
            provider => new ReflectionServiceImpl(provider.GetRequiredService<ReflectionAnswers>()));
        return services;
    }
}
