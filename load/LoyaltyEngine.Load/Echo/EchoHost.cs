using LoyaltyEngine.Protos.V1;
using LoyaltyEngine.Rpc.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoyaltyEngine.Load.Echo;

/// <summary>
/// The process that the engine is compared with: the same Kestrel, the same gRPC stack and the same runtime settings,
/// and nothing behind them.
/// </summary>
internal static class EchoHost
{
    // As the server's listeners have them: a difference here would be measured as a difference of the engine.
    private const int RequestBytesMax = 1024 * 1024;
    private const int StreamsPerConnectionMax = 1_000;
    private const int ConnectionWindowBytes = 4 * 1024 * 1024;
    private const int StreamWindowBytes = 512 * 1024;

    public static WebApplication Build(Uri url, EarnPointsResponse answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(url.ToString());
        builder.WebHost.UseHotTransport();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBytesMax;
            kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnectionMax;
            kestrel.Limits.Http2.InitialConnectionWindowSize = ConnectionWindowBytes;
            kestrel.Limits.Http2.InitialStreamWindowSize = StreamWindowBytes;
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });

        builder.Services.AddSingleton(new EchoAnswers(answer));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = RequestBytesMax);

        var app = builder.Build();

        // Ahead of routing: the bare echo is to be the ceiling, so nothing of ASP.NET is to be in its way.
        app.Use(next => context =>
            context.Request.Path.Value == BareEcho.Path ? BareEcho.AnswerAsync(context) : next(context));
        app.UseRouting();
        app.MapGrpcService<EchoAnswers>();
        return app;
    }
}
