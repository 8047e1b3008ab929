using System.Reflection;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Api.Services;
using LoyaltyEngine.Core;
using LoyaltyEngine.Protos.V1;
using LoyaltyEngine.Rpc.Connect;
using LoyaltyEngine.Rpc.Hosting;
using LoyaltyEngine.Rpc.Web;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Server.Telemetry;
using NodaTime;

namespace LoyaltyEngine.Server;

/// <summary>The composition root: puts an engine behind gRPC and HTTP.</summary>
public static partial class EngineApplication
{
    /// <summary>Builds the application around an open engine; start it with
    /// <see cref="WebApplication.StartAsync"/>.</summary>
    /// <param name="engine">The engine, which stays the caller's.</param>
    /// <param name="settings">Where to listen.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="configure">Adds to the host what the caller wants, log providers for instance.</param>
    public static WebApplication Build(
        Engine engine, ServerOptions settings, TimeProvider clock, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        configure?.Invoke(builder);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseHotTransport();
        builder.WebHost.ConfigureKestrel(kestrel => Listeners.Configure(kestrel, settings));

        var health = new HealthServiceImpl();
        var services = builder.Services;
        services.AddSingleton(engine.Ledger);
        services.AddSingleton(engine.Journal);
        services.AddSingleton(engine.Enrolment);
        services.AddSingleton(engine.Changes);
        services.AddSingleton(engine.Support);
        services.AddSingleton<TotalsProjection>();
        services.AddSingleton(new ServerFacts(
            Version, Now(clock), engine.Options.ClockSkew, engine.Options.PublicationLead));
        services.AddSingleton<TillApi>();
        services.AddSingleton<MemberApi>();
        services.AddSingleton<ProgramApi>();
        services.AddSingleton<SupportApi>();
        services.AddSingleton<ServerApi>();
        services.AddSingleton<FailureInterceptor>();
        services.AddSingleton(health);
        services.AddTelemetry(engine, settings);
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = Listeners.RequestBytesMax;
            grpc.Interceptors.Add<FailureInterceptor>();
        });
        services.AddCors();
        services.AddGrpcReflection();

        var application = builder.Build();
        if (settings.CorsOrigin.Length > 0)
            application.UseCors(policy => BrowserOrigins.Allow(policy, settings.CorsOrigin));
        application.UseGrpcWeb();
        application.UseConnect(
            TillService.Descriptor,
            MemberService.Descriptor,
            ProgramService.Descriptor,
            SupportService.Descriptor,
            ServerService.Descriptor,
            Health.Descriptor);
        application.MapGrpcService<TillApi>();
        application.MapGrpcService<MemberApi>();
        application.MapGrpcService<ProgramApi>();
        application.MapGrpcService<SupportApi>();
        application.MapGrpcService<ServerApi>();
        application.MapGrpcService<HealthServiceImpl>();
        if (IsReflected(settings, application.Environment))
            application.MapGrpcReflectionService();
        // Routing stands behind the dispatch of gRPC, so that a till's call does not pass through it.
        application.UseRouting();
        InfoEndpoints.Map(application);
        application.MapTelemetry();

        SetServing(health, serving: true);
        _ = WatchJournalAsync(engine, health, application.Logger);
        application.Lifetime.ApplicationStopping.Register(() => SetServing(health, serving: false));
        return application;
    }

    /// <summary>The engine's version.</summary>
    public static string Version { get; } =
        typeof(EngineApplication).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    private static bool IsReflected(ServerOptions settings, IHostEnvironment environment)
        => settings.Reflection switch
        {
            "on" => true,
            "off" => false,
            "" => environment.IsDevelopment(),
            _ => throw new StartRefusedException($"--reflection {settings.Reflection}: expected on or off."),
        };

    private static void SetServing(HealthServiceImpl health, bool serving)
    {
        var status = serving
            ? HealthCheckResponse.Types.ServingStatus.Serving
            : HealthCheckResponse.Types.ServingStatus.NotServing;
        health.SetStatus("", status);
        health.SetStatus("loyalty.v1.TillService", status);
        health.SetStatus("loyalty.v1.MemberService", status);
        health.SetStatus("loyalty.v1.ProgramService", status);
        health.SetStatus("loyalty.v1.SupportService", status);
    }

    private static async Task WatchJournalAsync(Engine engine, HealthServiceImpl health, ILogger logger)
    {
        var failure = await engine.Journal.Failed;
        SetServing(health, serving: false);
        LogJournalFailed(logger, failure);
    }

    private static LedgerTime Now(TimeProvider clock) =>
        LedgerTime.FromInstant(Instant.FromDateTimeOffset(clock.GetUtcNow()));

    [LoggerMessage(1, LogLevel.Critical,
        "The journal has failed: nothing is served any more. Mend the cause and restart: that decides from the disk.")]
    private static partial void LogJournalFailed(ILogger logger, Exception failure);
}
