using Grpc.Core;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Tests.Fakes;

namespace LoyaltyEngine.Cli.Tests.Replay;

public sealed class ReplayCommandTests
{
    // Member 1: 12 points, 20 back (8 into debt), 10 more (8 repay); member 2: none; member 3: worth nothing.
    private static readonly string[] Purchases =
    [
        "1001,A,\"LAMP, RED\",4,2011-01-03 09:00:00,3.05,1.0,UK",
        "1001,B,,1,2011-01-03 09:00:00,0.75,1.0,UK",
        "1002,A,LAMP,9,2011-01-03 09:01:00,3.05,,UK",
        "C1003,A,LAMP,-4,2011-01-03 09:02:00,5.00,1.0,UK",
        "1004,A,LAMP,1,2011-01-03 09:02:00,0.99,3.0,UK",
        "broken line",
        "1005,A,LAMP,2,2011-01-03 09:03:00,5.00,1.0,UK",
        "1006,A,LAMP,many,2011-01-03 09:03:00,5.00,2.0,UK",
    ];

    private readonly FakeLedger _ledger = new();

    [Fact]
    public async Task Replay_SmallFile_EndsWithTheseTotals()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);

        var run = await ReplayAsync(server, file, "--json");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        run.Figures().ShouldBe(new Dictionary<string, long>
        {
            ["members"] = 2, ["invoices"] = 3, ["cancellations"] = 1, ["lines"] = 8,
            ["skipped.no_customer"] = 1, ["skipped.unreadable_number"] = 1, ["skipped.wrong_column_count"] = 1,
            ["points_issued"] = 22, ["points_taken_back"] = 20, ["points_outstanding"] = 2, ["points_debt"] = 0,
            ["replayed"] = 0,
        });
        _ledger.EffectsOf("1").ShouldBe(["enrol", "1001", "C1003", "1005"]);
    }

    [Fact]
    public async Task Replay_SecondTime_ChangesNothingAndSaysSo()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);
        var first = (await ReplayAsync(server, file, "--json")).Figures();
        var effects = _ledger.Effects.Count;

        var second = await ReplayAsync(server, file, "--json");

        first["replayed"] = 4;
        second.Figures().ShouldBe(first);
        _ledger.Effects.Count.ShouldBe(effects);
        (await ReplayAsync(server, file)).Out.ShouldContain("this run changed nothing");
    }

    [Fact]
    public async Task Replay_WithErrorFile_WritesEachSkippedLine()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);
        using var errors = TestFile.Named("errors.csv");

        await ReplayAsync(server, file, "--errors", errors.Path);

        File.ReadAllLines(errors.Path).ShouldBe(
        [
            "line,reason,text",
            "4,no_customer,\"1002,A,LAMP,9,2011-01-03 09:01:00,3.05,,UK\"",
            "7,wrong_column_count,\"broken line\"",
            "9,unreadable_number,\"1006,A,LAMP,many,2011-01-03 09:03:00,5.00,2.0,UK\"",
        ]);
    }

    [Fact]
    public async Task Replay_RefusedInvoice_IsCountedAndPassedOver()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);
        using var errors = TestFile.Named("errors.csv");
        _ledger.BeforeWrite = (_, request) => request == "1001"
            ? throw Refusals.Of(StatusCode.FailedPrecondition, "OCCUR_TIME_AHEAD", "Mend the clock.")
            : Task.CompletedTask;

        var run = await ReplayAsync(server, file, "--json", "--errors", errors.Path);

        run.ExitCode.ShouldBe(ExitCode.Failure);
        run.Error.ShouldContain("refused 1 invoices");
        run.Figures()["skipped.refused_occur_time_ahead"].ShouldBe(2);
        run.Figures()["invoices"].ShouldBe(2);
        File.ReadAllLines(errors.Path).ShouldContain("2,refused_occur_time_ahead,\"1001: Mend the clock.\"");
    }

    [Fact]
    public async Task Replay_MemberEnrolledBefore_GoesOn()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var earlier = TestFile.WithLines("900,A,LAMP,1,2010-12-01 09:00:00,7.00,1.0,UK");
        using var file = TestFile.WithLines(Purchases);
        await ReplayAsync(server, earlier);

        var run = await ReplayAsync(server, file, "--json");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        run.Figures()["points_outstanding"].ShouldBe(9);
    }

    [Fact]
    public async Task Replay_AnswersLost_SendsTheSameRequestsAgainAndCountsOnce()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);
        var lost = new HashSet<string>();
        _ledger.AfterWrite = (member, request) =>
        {
            lock (lost)
            {
                if (lost.Add($"{member}/{request}"))
                    throw Refusals.Plain(StatusCode.Unavailable, "gone");
            }
        };

        var run = await ReplayAsync(server, file, "--json");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        run.Error.ShouldContain("The engine does not answer (Unavailable: gone)");
        run.Error.ShouldContain("The engine answers again.");
        run.Figures()["points_outstanding"].ShouldBe(2);
        _ledger.Effects.Count.ShouldBe(6);
        _ledger.Arrivals.Count.ShouldBe(12);
    }

    [Fact]
    public async Task Replay_ServerKilledAndStartedAgain_EndsInTheSameState()
    {
        var server = await FakeServer.StartAsync(_ledger);
        var port = server.Address.Port;
        var reached = new TaskCompletionSource();
        var down = false;
        _ledger.BeforeWrite = (_, _) =>
        {
            if (_ledger.Effects.Count >= 200)
                reached.TrySetResult();
            return Volatile.Read(ref down) ? throw Refusals.Plain(StatusCode.Unavailable, "down") : Task.CompletedTask;
        };
        using var file = TestFile.Named("sample.csv");
        await CommandRun.OfAsync("sample", "--stores", "1", "--out", file.Path);

        var running = ReplayAsync(server, file, "--json", "--connections", "2");
        await reached.Task;
        Volatile.Write(ref down, true);
        await server.DisposeAsync();
        Volatile.Write(ref down, false);
        await using var restarted = await FakeServer.StartAsync(_ledger, port);
        var run = await running;

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        run.Figures()["points_outstanding"].ShouldBe(_ledger.Outstanding);
        run.Figures()["points_debt"].ShouldBe(_ledger.Debt);
        _ledger.Effects.Distinct().Count().ShouldBe(_ledger.Effects.Count);
    }

    [Fact]
    public async Task Replay_Sample_AgreesWithTheOracleAndKeepsEachMembersOrder()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.Named("sample.csv.gz");
        await CommandRun.OfAsync("sample", "--out", file.Path);
        var random = new Random(1);
        _ledger.BeforeWrite = async (_, _) =>
        {
            int turns;
            lock (random)
                turns = random.Next(20);
            for (var turn = 0; turn < turns; turn++)
                await Task.Yield();
        };

        var run = await ReplayAsync(server, file, "--json", "--in-flight", "128");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        var expected = await Oracle.TotalsAsync(file.Path);
        foreach (var (key, value) in expected)
            run.Figures()[key].ShouldBe(value, key);
        foreach (var (member, numbers) in await Oracle.OrderAsync(file.Path))
            _ledger.EffectsOf(member).Skip(1).ShouldBe(numbers);
    }

    [Fact]
    public async Task Replay_UciFile_AgreesWithTheOracle()
    {
        var path = RealFile.PathOrSkip();
        await using var server = await FakeServer.StartAsync(_ledger);

        var run = await CommandRun.OfAsync(
            "replay", path, "--server", server.Address.OriginalString, "--json", "--in-flight", "256");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        var figures = run.Figures();
        figures.Remove("replayed").ShouldBeTrue();
        figures.ShouldBe(await Oracle.TotalsAsync(path), ignoreOrder: true);
        (figures["invoices"], figures["cancellations"]).ShouldBe((18_536, 3_654));
    }

    [Fact]
    public async Task Replay_Limit_TakesTheFirstInvoices()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);

        var run = await ReplayAsync(server, file, "--json", "--limit", "2");

        (run.Figures()["invoices"], run.Figures()["cancellations"], run.Figures()["lines"]).ShouldBe((1, 1, 4));
    }

    [Fact]
    public async Task Replay_UnknownProgram_NamesThoseThereAre()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);

        var run = await ReplayAsync(server, file, "--program", "other");

        run.ExitCode.ShouldBe(ExitCode.Failure);
        run.Error.ShouldContain("runs no program other; it runs: sample.");
        run.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Replay_EngineFails_StopsAndSaysHowToCarryOn()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);
        _ledger.BeforeWrite = (_, request) => request == "C1003"
            ? throw Refusals.Of(StatusCode.DataLoss, "MEMBER_CORRUPT", "Look at member 1.")
            : Task.CompletedTask;

        var run = await ReplayAsync(server, file);

        run.ExitCode.ShouldBe(ExitCode.Failure);
        run.Error.ShouldContain("MEMBER_CORRUPT");
        run.Error.ShouldContain("carries on where this one stopped");
        _ledger.EffectsOf("1").ShouldBe(["enrol", "1001"]);
    }

    [Fact]
    public async Task Replay_Interrupted_StopsAndSaysHowToCarryOn()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);
        using var interrupt = new CancellationTokenSource();
        _ledger.BeforeWrite = async (_, request) =>
        {
            if (request == "C1003")
                await interrupt.CancelAsync();
        };
        var error = new StringWriter();

        var exitCode = await LoyaltyCommandLine.RunAsync(
            ["replay", file.Path, "--server", server.Address.OriginalString],
            new Terminal(new StringWriter(), error, TimeProvider.System),
            interrupt.Token);

        exitCode.ShouldBe(ExitCode.Failure);
        error.ToString().ShouldContain("Stopped. The same command carries on");
        _ledger.EffectsOf("1").ShouldNotContain("1005");
    }

    [Fact]
    public async Task Replay_NobodyThere_SaysWhatToStart()
    {
        var server = await FakeServer.StartAsync(_ledger);
        await server.DisposeAsync();
        using var file = TestFile.WithLines(Purchases);

        var run = await ReplayAsync(server, file);

        run.ExitCode.ShouldBe(ExitCode.Failure);
        run.Error.ShouldContain("No engine answers at http://127.0.0.1:");
        run.Error.ShouldContain("--project src/LoyaltyEngine.Server");
    }

    private static Task<CommandRun> ReplayAsync(FakeServer server, TestFile file, params string[] more) =>
        CommandRun.OfAsync(["replay", file.Path, "--server", server.Address.OriginalString, .. more]);
}
