using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Goes on configuring a server after <c>AddGrpc</c>.</summary>
public interface IGrpcServerBuilder
{
    /// <summary>Gets the container's registrations.</summary>
    IServiceCollection Services { get; }
}
