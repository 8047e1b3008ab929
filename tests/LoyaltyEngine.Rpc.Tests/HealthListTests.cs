using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>The method of the health service that the official package lacks.</summary>
public sealed class HealthListTests
{
    [Fact]
    public async Task List_SomeServices_GivesEach()
    {
        var health = new HealthServiceImpl();
        await using var server = await ProbeServer.StartAsync(
            services: services => services.AddSingleton(health), app: app => app.MapGrpcService<HealthServiceImpl>());
        health.SetStatus("", ServingStatus.Serving);
        health.SetStatus("a", ServingStatus.NotServing);
        health.SetStatus("b", ServingStatus.Serving);
        health.ClearStatus("b");

        var listed = await new Health.HealthClient(server.Channel).ListAsync(new HealthListRequest());

        listed.Statuses.ToDictionary(one => one.Key, one => one.Value.Status).ShouldBe(
            new Dictionary<string, ServingStatus> { [""] = ServingStatus.Serving, ["a"] = ServingStatus.NotServing },
            ignoreOrder: true);
    }
}
