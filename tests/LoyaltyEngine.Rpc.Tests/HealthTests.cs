using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace LoyaltyEngine.Rpc.Tests;

public sealed class HealthTests : IAsyncLifetime
{
    private readonly HealthServiceImpl _health = new();
    private ProbeServer _server = null!;
    private Health.HealthClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ProbeServer.StartAsync(
            services: services => services.AddSingleton(_health), app: app => app.MapGrpcService<HealthServiceImpl>());
        _client = new Health.HealthClient(_server.Channel);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Check_KnownService_GivesItsStatus()
    {
        _health.SetStatus("", ServingStatus.Serving);
        _health.SetStatus("loyalty.v1.MemberService", ServingStatus.NotServing);

        (await _client.CheckAsync(new HealthCheckRequest())).Status.ShouldBe(ServingStatus.Serving);
        (await _client.CheckAsync(new HealthCheckRequest { Service = "loyalty.v1.MemberService" })).Status
            .ShouldBe(ServingStatus.NotServing);
    }

    [Fact]
    public async Task Check_UnknownService_IsNotFound()
    {
        var failure = await Should.ThrowAsync<RpcException>(
            async () => await _client.CheckAsync(new HealthCheckRequest { Service = "other" }));

        failure.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Watch_StatusChanges_SendsTheFirstAtOnceAndThenEachChange()
    {
        using var call = _client.Watch(new HealthCheckRequest { Service = "s" });

        (await NextAsync(call)).ShouldBe(ServingStatus.ServiceUnknown);
        _health.SetStatus("s", ServingStatus.Serving);
        (await NextAsync(call)).ShouldBe(ServingStatus.Serving);
        _health.SetStatus("s", ServingStatus.Serving);
        _health.SetStatus("s", ServingStatus.NotServing);
        (await NextAsync(call)).ShouldBe(ServingStatus.NotServing);
        _health.ClearAll();
        (await NextAsync(call)).ShouldBe(ServingStatus.ServiceUnknown);
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        return call.ResponseStream.Current.Status;
    }
}
