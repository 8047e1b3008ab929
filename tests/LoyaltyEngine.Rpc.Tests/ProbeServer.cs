using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>A real server on a free port, its log, and a channel to it.</summary>
internal sealed class ProbeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProbeServer(WebApplication app, ProbeHandler handler, RecordedLog log)
    {
        _app = app;
        Handler = handler;
        Log = log;
        Address = new Uri(app.Urls.Single());
        Channel = GrpcChannel.ForAddress(Address);
        Client = new ProbeService.ProbeServiceClient(Channel);
    }

    public ProbeHandler Handler { get; }

    public RecordedLog Log { get; }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public ProbeService.ProbeServiceClient Client { get; }

    public static async Task<ProbeServer> StartAsync(
        Action<GrpcServiceOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? app = null,
        HttpProtocols protocols = HttpProtocols.Http2,
        Action<ListenOptions>? listen = null)
    {
        var handler = new ProbeHandler();
        var log = new RecordedLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(
                IPAddress.Loopback,
                0,
                endpoint =>
                {
                    endpoint.Protocols = protocols;
                    listen?.Invoke(endpoint);
                }));
        builder.Services.AddSingleton(handler);
        builder.Services.AddGrpc(options ?? (_ => { }));
        services?.Invoke(builder.Services);
        var built = builder.Build();
        if (app is null)
            built.MapGrpcService<ProbeHandler>();
        else
            app(built);
        await built.StartAsync();
        return new ProbeServer(built, handler, log);
    }

    public Task StopAsync(CancellationToken patience = default) => _app.StopAsync(patience);

    public async ValueTask DisposeAsync()
    {
        Handler.Release.TrySetResult();
        Channel.Dispose();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }
}
