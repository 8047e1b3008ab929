using Microsoft.AspNetCore.Builder;

namespace Grpc.AspNetCore.Server;

/// <summary>Adds endpoint conventions, such as an authorisation policy, to a mapped gRPC service.</summary>
/// <remarks>
/// Conventions act through routing and the middleware that reads them, so a service that has any is served through
/// routing; a service without is dispatched faster.
/// </remarks>
public sealed class GrpcServiceEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly Func<IEndpointConventionBuilder> _route;
    private IEndpointConventionBuilder? _routed;

    internal GrpcServiceEndpointConventionBuilder(Func<IEndpointConventionBuilder> route) => _route = route;

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => (_routed ??= _route()).Add(convention);

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention) => (_routed ??= _route()).Finally(finallyConvention);
}
