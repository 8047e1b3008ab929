using LoyaltyEngine.Protos.V1;
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
    public static WebApplication Build(Uri url, EarnPointsResponse answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(url.ToString());
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));

        builder.Services.AddSingleton(new EchoAnswers(answer));
        builder.Services.AddGrpc();

        var app = builder.Build();
        app.MapGrpcService<EchoAnswers>();
        app.MapPost(BareEcho.Path, BareEcho.AnswerAsync);
        return app;
    }
}
