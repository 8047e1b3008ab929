using System.Collections.Concurrent;
using System.Text.Json;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Server.Tests;

/// <summary>The README's replay with the real file: the totals are those of a script that shares no code with
/// us.</summary>
public sealed class ReplayTests(ITestOutputHelper output)
{
    private const string MatchReturns = "--match-returns";

    private static readonly string[] Totals =
    [
        "members", "invoices", "cancellations", "lines",
        "points_issued", "points_taken_back", "points_outstanding", "points_debt",
    ];

    [Fact]
    public async Task Replay_RealInvoicesWithTheServerKilledHalfWay_HasTheOraclesTotals()
    {
        Assert.SkipWhen(Repository.RealInvoices is null, "../shared/data/uci-online-retail.csv.gz is not there");
        using var folder = new TemporaryFolder();

        await ReplayKilledHalfWayAsync(folder.File("data"), await OracleAsync(), _ => Task.CompletedTask);
    }

    [Fact]
    public async Task Replay_RealReturnsMatchedWithTheServerKilledHalfWay_HasTheOraclesTotalsAndBalances()
    {
        Assert.SkipWhen(Repository.RealInvoices is null, "../shared/data/uci-online-retail.csv.gz is not there");
        using var folder = new TemporaryFolder();
        var oracle = await OracleAsync(MatchReturns);
        var balances = await OracleAsync(MatchReturns, "--balances");

        await ReplayKilledHalfWayAsync(
            folder.File("data"), oracle, server => ShouldHaveBalancesAsync(server, balances), MatchReturns);
    }

    [Fact]
    public async Task Replay_RealReturnsMatchedWhereShortfallIsForgiven_HasTheOraclesTotalsAndBalances()
    {
        Assert.SkipWhen(Repository.RealInvoices is null, "../shared/data/uci-online-retail.csv.gz is not there");
        using var folder = new TemporaryFolder();
        var program = folder.File("forgiving.yaml");
        await File.WriteAllTextAsync(program, (await File.ReadAllTextAsync(Path.Combine(
                Repository.Root, "src/LoyaltyEngine.Server/programs/sample.yaml")))
            .Replace("shortfall: debt ", "shortfall: forgive ", StringComparison.Ordinal));
        string[] forgiving = [MatchReturns, "--shortfall", "forgive"];

        await using var server = await ServerProcess.StartAsync(
            folder.File("data"), wrapper: ["env", $"Loyalty__Program={program}", "Loyalty__Journal=memory"]);
        var summary = Read(await ReplayAsync(server.GrpcUrl, MatchReturns));

        ShouldHaveTotals(summary, await OracleAsync(forgiving));
        summary.GetProperty("points_debt").GetInt64().ShouldBe(0);
        await ShouldHaveBalancesAsync(server, await OracleAsync([.. forgiving, "--balances"]));
        output.WriteLine($"forgiving: {summary}");
    }

    [Fact]
    public async Task Replay_RealReturnsMatchedWithTiersThatMultiply_HasTheOraclesTotalsBalancesAndTiers()
    {
        Assert.SkipWhen(Repository.RealInvoices is null, "../shared/data/uci-online-retail.csv.gz is not there");
        using var folder = new TemporaryFolder();
        var program = folder.File("tiers.yaml");
        await File.WriteAllTextAsync(program, """
            program: sample
            currency: GBP
            time_zone: Europe/London
            begins: 2009-01-01
            tiers:
              period: lifetime
              levels: [{ id: basic }, { id: silver, threshold: 500 }, { id: gold, threshold: 2000 }]
            earning:
              base: { points: 1, per: 1.00, rounding: down }
              rules: [{ id: gold-twice, when: { tier: gold }, multiplier: 2 }]
            """);
        string[] tiers = [MatchReturns, "--tiers", "500,2000"];

        await using var server = await ServerProcess.StartAsync(
            folder.File("data"), wrapper: ["env", $"Loyalty__Program={program}", "Loyalty__Journal=memory"]);
        var summary = Read(await ReplayAsync(server.GrpcUrl, MatchReturns));

        ShouldHaveTotals(summary, await OracleAsync(tiers));
        var members = await OracleAsync([.. tiers, "--balances"]);
        await ShouldHaveBalancesAsync(server, members);
        var held = members.EnumerateObject().CountBy(member => member.Value.GetProperty("tier").GetString()!);
        output.WriteLine($"tiers: {summary} {string.Join(", ", held)}");
    }

    /// <summary>Replays twice, the first time through a crash; both end with the oracle's totals.</summary>
    private async Task ReplayKilledHalfWayAsync(
        string data, JsonElement oracle, Func<ServerProcess, Task> check, params string[] options)
    {
        string url;
        Task<ProcessRun> replay;
        await using (var server = await ServerProcess.StartAsync(data))
        {
            url = server.GrpcUrl;
            replay = ReplayAsync(url, options);
            await EntriesReachAsync(server, 8_000);
            await server.KillAsync();
        }

        await using (var server = await ServerProcess.StartAsync(data, url))
        {
            var first = Read(await replay);
            ShouldHaveTotals(first, oracle);
            output.WriteLine($"first run, killed half way: {first}");

            var second = Read(await ReplayAsync(url, options));
            ShouldHaveTotals(second, oracle);
            var purchases = oracle.GetProperty("invoices").GetInt64() + oracle.GetProperty("cancellations").GetInt64();
            second.GetProperty("replayed").GetInt64().ShouldBe(purchases);
            output.WriteLine($"second run: {second}");
            await check(server);
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
        summary.TryGetProperty("matched_returns", out var matched)
            .ShouldBe(oracle.TryGetProperty("matched_returns", out var expected));
        if (expected.ValueKind == JsonValueKind.Object)
            JsonElement.DeepEquals(matched, expected).ShouldBeTrue($"{matched}, not {expected}");
    }

    private static async Task ShouldHaveBalancesAsync(ServerProcess server, JsonElement oracle)
    {
        var wrong = new ConcurrentBag<string>();
        var members = oracle.EnumerateObject().ToList();
        var aside = new ParallelOptions { MaxDegreeOfParallelism = 32 };
        await Parallel.ForEachAsync(members, aside, async (member, stop) =>
        {
            var request = new GetBalanceRequest { ProgramId = "sample", MemberId = member.Name };
            var answer = await server.Till.GetBalanceAsync(request, cancellationToken: stop);
            var balance = answer.Balance;
            if (member.Value.TryGetProperty("tier", out var tier) && answer.Tier?.TierId != tier.GetString())
                wrong.Add($"{member.Name}: {answer.Tier}, not {tier}");
            var expected = (member.Value.GetProperty("points").GetInt64(), member.Value.GetProperty("debt").GetInt64());
            if ((balance.AvailablePoints, balance.DebtPoints) != expected)
                wrong.Add($"{member.Name}: {balance}, not {expected}");
        });

        members.Count.ShouldBeGreaterThan(4_000);
        wrong.ShouldBeEmpty();
    }

    private static Task<ProcessRun> ReplayAsync(string url, params string[] options) => ProcessRun.RunAsync(
        "dotnet", [Repository.CliProgram, "replay", Repository.RealInvoices!, "--server", url, "--json", .. options]);

    private static async Task<JsonElement> OracleAsync(params string[] options) => Read(await ProcessRun.RunAsync(
        "python3",
        [
            Path.Combine(Repository.Root, "tests/LoyaltyEngine.Cli.Tests/oracle/uci_totals.py"),
            Repository.RealInvoices!,
            .. options,
        ]));

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
