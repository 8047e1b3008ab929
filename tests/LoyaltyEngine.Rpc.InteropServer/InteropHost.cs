using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoyaltyEngine.Rpc.InteropServer;

/// <summary>The test service on Kestrel, over the stack that the engine itself is served by.</summary>
internal static class InteropHost
{
    /// <summary>
    /// Builds the host. UnimplementedService is left unmapped on purpose: a case asks for an unknown service.
    /// </summary>
    public static WebApplication Build(int port, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders()
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        builder.Services.AddGrpc(grpc => grpc.CompressionProviders = [new CountingGzip()]);
        var app = builder.Build();
        app.Use(next => http =>
        {
            CompressedMessages.Begin();
            return next(http);
        });
        app.MapGrpcService<InteropService>();
        return app;
    }
}
