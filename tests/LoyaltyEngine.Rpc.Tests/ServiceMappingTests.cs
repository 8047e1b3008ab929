using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>How services are found and made, and where they stand among other middleware.</summary>
public sealed class ServiceMappingTests
{
    [Fact]
    public async Task Service_NotRegistered_IsMadeAndDisposedOfForEachCall()
    {
        var made = new Counter();
        await using var server = await ProbeServer.StartAsync(
            services: services => services.AddSingleton(made), app: app => app.MapGrpcService<Countable>());

        await server.Client.NothingAsync(new NothingRequest());
        await server.Client.NothingAsync(new NothingRequest());

        made.Made.ShouldBe(2);
        made.Disposed.ShouldBe(2);
    }

    [Fact]
    public async Task Service_Singleton_IsMadeOnce()
    {
        var made = new Counter();
        await using var server = await ProbeServer.StartAsync(
            services: services => services.AddSingleton(made).AddSingleton<Countable>(),
            app: app => app.MapGrpcService<Countable>());

        await server.Client.NothingAsync(new NothingRequest());
        await server.Client.NothingAsync(new NothingRequest());

        made.Made.ShouldBe(1);
        made.Disposed.ShouldBe(0);
    }

    [Fact]
    public async Task Service_Scoped_IsMadeForEachCall()
    {
        var made = new Counter();
        await using var server = await ProbeServer.StartAsync(
            services: services => services.AddSingleton(made).AddScoped<Countable>(),
            app: app => app.MapGrpcService<Countable>());

        await server.Client.NothingAsync(new NothingRequest());
        await server.Client.NothingAsync(new NothingRequest());

        made.Made.ShouldBe(2);
    }

    [Fact]
    public async Task Middleware_BeforeTheService_SeesItsCallsAndMayRefuseThem()
    {
        await using var server = await ProbeServer.StartAsync(app: app =>
        {
            app.Use((HttpContext http, RequestDelegate next) =>
            {
                http.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            });
            app.MapGrpcService<ProbeHandler>();
        });

        var failure = await Should.ThrowAsync<RpcException>(
            async () => await server.Client.ProbeAsync(new ProbeRequest()));

        failure.StatusCode.ShouldBe(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task Conventions_OnAService_ReachMiddlewareThroughRouting()
    {
        var seen = new List<string?>();
        await using var server = await ProbeServer.StartAsync(app: app =>
        {
            app.Use((http, next) =>
            {
                seen.Add(http.GetEndpoint()?.Metadata.GetMetadata<string>());
                return next(http);
            });
            app.MapGrpcService<ProbeHandler>().WithMetadata("label");
        });

        (await server.Client.ProbeAsync(new ProbeRequest { Text = "routed" })).Text.ShouldBe("routed");

        seen.ShouldBe(["label"]);
    }

    [Fact]
    public async Task OtherEndpoints_BesideTheService_AreServed()
    {
        await using var server = await ProbeServer.StartAsync(app: app =>
        {
            app.MapGet("/live", () => "yes");
            app.MapGrpcService<ProbeHandler>();
        });
        using var client = new RawClient(server.Address);
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/live")) { Version = new(2, 0) };
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;

        System.Text.Encoding.UTF8.GetString((await client.SendAsync(request)).Body).ShouldBe("yes");
        (await server.Client.ProbeAsync(new ProbeRequest { Text = "too" })).Text.ShouldBe("too");
    }

    [Fact]
    public async Task UnknownServices_Ignored_GoOnToOtherMiddleware()
    {
        await using var server = await ProbeServer.StartAsync(
            options => options.IgnoreUnknownServices = true,
            app: app =>
            {
                app.MapGrpcService<ProbeHandler>();
                app.Run(http => http.Response.WriteAsync("elsewhere"));
            });
        using var client = new RawClient(server.Address);

        var response = await client.PostAsync("/unknown/Method", new PiecewiseContent([]));

        System.Text.Encoding.UTF8.GetString(response.Body).ShouldBe("elsewhere");
    }

    [Fact]
    public void Mapping_WithoutAddGrpc_SaysWhatIsMissing()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        Should.Throw<InvalidOperationException>(() => app.MapGrpcService<ProbeHandler>())
            .Message.ShouldContain("AddGrpc");
    }

    private sealed class Counter
    {
        public int Made { get; set; }

        public int Disposed { get; set; }
    }

    private sealed class Countable : ProbeService.ProbeServiceBase, IDisposable
    {
        private readonly Counter _counter;

        public Countable(Counter counter)
        {
            _counter = counter;
            counter.Made++;
        }

        public override Task<NothingResponse> Nothing(NothingRequest request, ServerCallContext context)
            => Task.FromResult(new NothingResponse());

        public void Dispose() => _counter.Disposed++;
    }
}
