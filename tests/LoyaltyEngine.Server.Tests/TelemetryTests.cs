using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Grpc.Core;
using LoyaltyEngine.Rpc.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LoyaltyEngine.Server.Tests;

public sealed class TelemetryTests
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task Metrics_AfterWritesOfEveryOutcome_CountThem()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        await server.Members.EnrolMemberAsync(Requests.Enrol("ann"));
        await server.Till.EarnPointsAsync(Requests.Earn("ann", "r1", 500));
        await server.Till.EarnPointsAsync(Requests.Earn("ann", "r1", 500));
        await server.Till.EarnPointsAsync(Requests.Earn("ann", "r2", 500));
        await Should.ThrowAsync<RpcException>(async () =>
            await server.Till.BurnPointsAsync(Requests.Burn("ann", "r3", 1_000_000)));

        var lines = (await Http.GetStringAsync($"{server.HttpUrl}/metrics")).Split('\n');

        Value(lines, "loyalty_ledger_decisions", "earn", "accepted").ShouldBe(2);
        Value(lines, "loyalty_ledger_decisions", "earn", "replayed").ShouldBe(1);
        Value(lines, "loyalty_ledger_decisions", "burn", "INSUFFICIENT_POINTS").ShouldBe(1);
        Value(lines, "loyalty_ledger_decisions", "enrol", "accepted").ShouldBe(1);
        Value(lines, "loyalty_members_held", "sample").ShouldBe(1);
        Value(lines, "loyalty_ledger_requests_under_way").ShouldBe(0);
        Value(lines, "loyalty_journal_queue_calls").ShouldBe(0);
        Value(lines, "loyalty_journal_flush_duration_seconds_count").ShouldBeGreaterThanOrEqualTo(3);
        Value(lines, "loyalty_journal_flush_records_sum").ShouldBeGreaterThanOrEqualTo(3);
    }

    [OwnStackFact("The official server counts no calls.")]
    public async Task Metrics_AfterCalls_CountThemByMethodAndStatus()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        await server.Members.EnrolMemberAsync(Requests.Enrol("ann"));
        await server.Till.EarnPointsAsync(Requests.Earn("ann", "r1", 500));
        await server.Till.EarnPointsAsync(Requests.Earn("ann", "r2", 500));
        await Should.ThrowAsync<RpcException>(async () =>
            await server.Till.BurnPointsAsync(Requests.Burn("ann", "r3", 1_000_000)));

        var lines = (await Http.GetStringAsync($"{server.HttpUrl}/metrics")).Split('\n');

        Value(lines, "rpc_server_call_duration_seconds_count", "TillService/EarnPoints", "\"OK\"").ShouldBe(2);
        Value(lines, "rpc_server_call_duration_seconds_count", "BurnPoints", "FAILED_PRECONDITION").ShouldBe(1);
    }

    [Theory]
    [InlineData("grpc", HttpProtocols.Http2, "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")]
    [InlineData("http/protobuf", HttpProtocols.Http1, "/v1/metrics")]
    public async Task Otlp_WhereSet_GetsMetrics(string protocol, HttpProtocols http, string path) =>
        (await ReceiveAsync(protocol, http, path, "loyalty.ledger.decisions")).ShouldContain("loyalty-server");

    [OwnStackTheory("The official server makes no spans.")]
    [InlineData("grpc", HttpProtocols.Http2, "/opentelemetry.proto.collector.trace.v1.TraceService/Export")]
    [InlineData("http/protobuf", HttpProtocols.Http1, "/v1/traces")]
    public async Task Otlp_WhereSet_GetsSpans(string protocol, HttpProtocols http, string path) =>
        (await ReceiveAsync(protocol, http, path, "loyalty.v1.MemberService/EnrolMember"))
            .ShouldContain("loyalty-server");

    [Fact]
    public async Task Otlp_NoUrl_IsRefusedAtTheStart()
    {
        using var folder = new TemporaryFolder();

        var run = await ProcessRun.RunAsync(
            "dotnet", Repository.ServerProgram, "--data", folder.Path, "--otlp-url", "collector");

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("--otlp-url collector");
    }

    // Gives what a server that enrols a member sends to the path, once that contains the text.
    private static async Task<string> ReceiveAsync(string protocol, HttpProtocols http, string path, string text)
    {
        using var folder = new TemporaryFolder();
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await StartCollectorAsync(received, http);
        await using var server = await ServerProcess.StartAsync(
            folder.Path,
            wrapper:
            [
                "env",
                $"Loyalty__OtlpUrl={collector.Urls.Single()}",
                $"OTEL_EXPORTER_OTLP_PROTOCOL={protocol}",
                "OTEL_METRIC_EXPORT_INTERVAL=200",
                "OTEL_BSP_SCHEDULE_DELAY=200",
            ]);
        await server.Members.EnrolMemberAsync(Requests.Enrol("ann"));

        for (var wait = 0; wait < 600 && !Received().Contains(text); wait++)
            await Task.Delay(50);

        Received().ShouldContain(text);
        return Received();

        string Received() => received.GetValueOrDefault(path, "");
    }

    private static double Value(IEnumerable<string> lines, string name, params string[] labels)
    {
        var line = lines.Where(line =>
            line.StartsWith(name, StringComparison.Ordinal)
            && line.AsSpan(name.Length) is ['_', 't', ..] or ['{', ..] or [' ', ..]
            && labels.All(line.Contains)).ShouldHaveSingleItem($"{name} {string.Join(' ', labels)}");
        var words = line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return double.Parse(
            words[line.Contains('}') ? 0 : 1], System.Globalization.CultureInfo.InvariantCulture);
    }

    // Keeps what it is sent as text: names are plain in protobuf.
    private static async Task<WebApplication> StartCollectorAsync(
        ConcurrentDictionary<string, string> received, HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, endpoint => endpoint.Protocols = protocols));
        var collector = builder.Build();
        collector.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var text = Encoding.Latin1.GetString(body.ToArray());
            received.AddOrUpdate(http.Request.Path, text, (_, before) => before + text);
            http.Response.ContentType = http.Request.ContentType;
            if (protocols != HttpProtocols.Http2)
                return;
            // An empty message, and OK.
            await http.Response.Body.WriteAsync(new byte[5]);
            http.Response.AppendTrailer("grpc-status", "0");
        });
        await collector.StartAsync();
        return collector;
    }
}
