using System.Text.Json;

namespace LoyaltyEngine.Server.Tests;

/// <summary>The README's replay with the real file: the totals are those of a script that shares no code with
/// us.</summary>
public sealed class ReplayTests(ITestOutputHelper output)
{
    private static readonly string[] Totals =
    [
        "members", "invoices", "cancellations", "lines",
        "points_issued", "points_taken_back", "points_outstanding", "points_debt",
    ];

    [Fact]
    public async Task Replay_RealInvoicesWithTheServerKilledHalfWay_HasTheOraclesTotals()
    {
        Assert.SkipWhen(Repository.RealInvoices is null, "../shared/data/uci-online-retail.csv.gz is not there");
        var invoices = Repository.RealInvoices!;
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        var oracle = Read(await ProcessRun.RunAsync(
            "python3", Path.Combine(Repository.Root, "tests/LoyaltyEngine.Cli.Tests/oracle/uci_totals.py"), invoices));

        string url;
        Task<ProcessRun> replay;
        await using (var server = await ServerProcess.StartAsync(data))
        {
            url = server.GrpcUrl;
            replay = ProcessRun.RunAsync("dotnet", Repository.CliProgram, "replay", invoices, "--server", url,
                "--json");
            await EntriesReachAsync(server, 8_000);
            await server.KillAsync();
        }

        await using (var server = await ServerProcess.StartAsync(data, url))
        {
            var first = Read(await replay);
            ShouldHaveTotals(first, oracle);
            output.WriteLine($"first run, killed half way: {first}");

            var second = Read(await ProcessRun.RunAsync(
                "dotnet", Repository.CliProgram, "replay", invoices, "--server", url, "--json"));
            ShouldHaveTotals(second, oracle);
            var purchases = oracle.GetProperty("invoices").GetInt64() + oracle.GetProperty("cancellations").GetInt64();
            second.GetProperty("replayed").GetInt64().ShouldBe(purchases);
            output.WriteLine($"second run: {second}");
            (await server.StopAsync()).ShouldBe(0);
        }

        var verified = await ProcessRun.RunAsync("dotnet", Repository.CliProgram, "verify", data, "--json");
        verified.ExitCode.ShouldBe(0, verified.Errors);
        verified.Output.ShouldContain(oracle.GetProperty("points_issued").GetRawText());
    }

    private static void ShouldHaveTotals(JsonElement summary, JsonElement oracle)
    {
        foreach (var name in Totals)
            summary.GetProperty(name).GetInt64().ShouldBe(oracle.GetProperty(name).GetInt64(), name);
        summary.GetProperty("skipped").GetProperty("no_customer").GetInt64()
            .ShouldBe(oracle.GetProperty("skipped").GetProperty("no_customer").GetInt64());
    }

    private static async Task EntriesReachAsync(ServerProcess server, long count)
    {
        while ((await server.Server.GetServerInfoAsync(new())).Programs[0].Totals.EntryCount < count)
            await Task.Yield();
    }

    private static JsonElement Read(ProcessRun run)
    {
        run.ExitCode.ShouldBe(0, run.Errors);
        return JsonDocument.Parse(run.Output).RootElement;
    }
}
