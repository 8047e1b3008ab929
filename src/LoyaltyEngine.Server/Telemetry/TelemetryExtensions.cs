using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Runtime;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LoyaltyEngine.Server.Telemetry;

/// <summary>
/// Shows the engine's meters to Prometheus and sends metrics and traces by OTLP. Names and units are OpenTelemetry's:
/// rpc.server.* by its semantic conventions for RPC (1.45), loyalty.* by its rules for names.
/// </summary>
internal static class TelemetryExtensions
{
    /// <summary>Where Prometheus finds the metrics.</summary>
    public const string MetricsPath = "/metrics";

    // The name of the gRPC stack's meter and of its source of activities.
    private const string RpcName = "LoyaltyEngine.Rpc";

    // Counted twice for each call, to be 0 at nearly any moment.
    private const string PerStream = "kestrel.queued_requests";

    private const string ServiceName = "loyalty-server";

    private static readonly string[] Meters =
    [
        RpcName,
        Ledger.MeterName,
        JournalStatistics.MeterName,
        EngineMetrics.MeterName,
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
    ];

    /// <summary>Adds what collects metrics and, where an OTLP endpoint is set, sends them and traces there.</summary>
    /// <exception cref="StartRefusedException">The endpoint is no URL.</exception>
    public static IServiceCollection AddTelemetry(
        this IServiceCollection services, Engine engine, ServerOptions options)
    {
        var endpoint = EndpointOf(options);
        services.AddSingleton(_ => new EngineMetrics(engine));
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                ServiceName, serviceVersion: EngineApplication.Version))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters).AddView(PerStream, MetricStreamConfiguration.Drop).AddPrometheusExporter();
                if (endpoint is not null)
                    metrics.AddOtlpExporter(otlp => otlp.Endpoint = SignalUrl(endpoint, otlp, "metrics"));
            });
        if (endpoint is not null)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(RpcName)
                .AddOtlpExporter(otlp => otlp.Endpoint = SignalUrl(endpoint, otlp, "traces")));
        }

        return services;
    }

    /// <summary>Answers Prometheus.</summary>
    public static void MapTelemetry(this WebApplication application)
    {
        // Made by the container, which disposes it at the end.
        _ = application.Services.GetRequiredService<EngineMetrics>();
        application.MapPrometheusScrapingEndpoint(MetricsPath);
    }

    // OTLP over HTTP has a path for each signal; over gRPC the endpoint is all.
    private static Uri SignalUrl(Uri endpoint, OtlpExporterOptions otlp, string signal) =>
        otlp.Protocol == OtlpExportProtocol.HttpProtobuf
            ? new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}")
            : endpoint;

    private static Uri? EndpointOf(ServerOptions options)
    {
        if (options.OtlpUrl.Length == 0)
            return null;
        return Uri.TryCreate(options.OtlpUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new StartRefusedException($"--otlp-url {options.OtlpUrl}: expected http://HOST:PORT.");
    }
}
