using Grpc.Core;
using LoyaltyEngine.Cli.Tests.Fakes;

namespace LoyaltyEngine.Cli.Tests.Replay;

public sealed class ReplayMatchReturnsTests
{
    // 9 points and 9; C1003 takes 3 lamps of 1002 (9.90 less 9.90) and 1 of 1001 (9.90 less 3.30: 3 points), and 2 mugs
    // that were never bought (4 points); C1004 takes what is left of 1001 (6).
    private static readonly string[] Purchases =
    [
        "1001,A,LAMP,3,2011-01-03 09:00:00,3.30,1.0,UK",
        "1002,A,LAMP,3,2011-01-03 09:01:00,3.30,1.0,UK",
        "C1003,A,LAMP,-4,2011-01-03 09:02:00,3.30,1.0,UK",
        "C1003,M,MUG,-2,2011-01-03 09:02:00,2.10,1.0,UK",
        "C1004,A,LAMP,-2,2011-01-03 09:03:00,3.30,1.0,UK",
    ];

    private readonly FakeLedger _ledger = new();

    [Fact]
    public async Task Replay_MatchingReturns_ReturnsByReferenceAndTheRestWithout()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);

        var run = await ReplayAsync(server, file, "--match-returns");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        run.Figures().ShouldBe(new Dictionary<string, long>
        {
            ["members"] = 1, ["invoices"] = 2, ["cancellations"] = 2, ["lines"] = 5, ["replayed"] = 0,
            ["points_issued"] = 18, ["points_taken_back"] = 22, ["points_outstanding"] = 0, ["points_debt"] = 4,
            ["matched_returns.cancellation_lines"] = 3, ["matched_returns.lines_matched"] = 2,
            ["matched_returns.lines_matched_in_part"] = 0, ["matched_returns.lines_not_matched"] = 1,
            ["matched_returns.lines_at_another_price"] = 0, ["matched_returns.returns_by_reference"] = 3,
            ["matched_returns.points_claimed_by_reference"] = 18,
        }, ignoreOrder: true);
        _ledger.EffectsOf("1").ShouldBe(
            ["enrol", "1001", "1002", "C1003", "C1003:1002", "C1003:1001", "not C1004", "C1004:1001"]);
    }

    [Fact]
    public async Task Replay_MatchingASecondTime_ChangesNothing()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);
        var first = (await ReplayAsync(server, file, "--match-returns")).Figures();
        var effects = _ledger.Effects.Count;

        var second = await ReplayAsync(server, file, "--match-returns");

        first["replayed"] = 4;
        second.Figures().ShouldBe(first);
        _ledger.Effects.Count.ShouldBe(effects);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replay_MatchingAfterNotMatchingOrTheOtherWayRound_ReturnsNothingTwice(bool matchFirst)
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);
        string[] match = ["--match-returns"];
        await ReplayAsync(server, file, matchFirst ? match : []);
        var effects = _ledger.Effects.ToList();

        var second = await ReplayAsync(server, file, matchFirst ? [] : match);

        second.ExitCode.ShouldBe(ExitCode.Failure);
        second.Error.ShouldContain("refused 2 invoices");
        second.Figures().Where(pair => pair.Key.StartsWith("skipped.", StringComparison.Ordinal))
            .Sum(pair => pair.Value).ShouldBe(3);
        _ledger.Effects.ShouldBe(effects);
    }

    [Fact]
    public async Task Replay_AnswersLost_EndsWithTheSameTotals()
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

        var run = await ReplayAsync(server, file, "--match-returns");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        (run.Figures()["points_taken_back"], _ledger.Debt).ShouldBe((22, 4));
        _ledger.Effects.Count.ShouldBe(8);
        _ledger.Arrivals.Count.ShouldBe(16);
    }

    [Fact]
    public async Task Replay_SaleRefused_TellsTheLinesOnceAndReturnsWhatElseThereIs()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);
        using var errors = TestFile.Named("errors.csv");
        _ledger.BeforeWrite = (_, request) => request is "1001" or "1002"
            ? throw Refusals.Of(StatusCode.FailedPrecondition, "OCCUR_TIME_AHEAD", "Mend the clock.")
            : Task.CompletedTask;

        var run = await ReplayAsync(server, file, "--match-returns", "--errors", errors.Path);

        run.ExitCode.ShouldBe(ExitCode.Failure);
        var figures = run.Figures();
        (figures["cancellations"], figures["points_taken_back"]).ShouldBe((0, 4));
        figures["skipped.refused_sale_unknown"].ShouldBe(2);
        File.ReadAllLines(errors.Path).Count(line => line.Contains("refused_sale_unknown", StringComparison.Ordinal))
            .ShouldBe(2);
    }

    [Fact]
    public async Task Replay_ReturnsWithoutReferenceRefused_StillReturnsByReference()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(Purchases);
        _ledger.BeforeWrite = (_, request) => request == "C1003"
            ? throw Refusals.Of(StatusCode.FailedPrecondition, "RETURN_NOT_ALLOWED", "Name the sale.")
            : Task.CompletedTask;

        var run = await ReplayAsync(server, file, "--match-returns");

        run.ExitCode.ShouldBe(ExitCode.Failure);
        run.Figures()["skipped.refused_return_not_allowed"].ShouldBe(1);
        (_ledger.Outstanding, _ledger.Debt).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Replay_Sample_AgreesWithTheOracleInAnyOrderOfMembers()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.Named("sample.csv.gz");
        await CommandRun.OfAsync("sample", "--days", "3", "--out", file.Path);
        var random = new Random(1);
        _ledger.BeforeWrite = async (_, _) =>
        {
            int turns;
            lock (random)
                turns = random.Next(20);
            for (var turn = 0; turn < turns; turn++)
                await Task.Yield();
        };

        var run = await ReplayAsync(server, file, "--match-returns", "--in-flight", "128");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        var figures = run.Figures();
        figures.Remove("replayed").ShouldBeTrue();
        figures.ShouldBe(await Oracle.TotalsAsync(file.Path, "--match-returns"), ignoreOrder: true);
        figures["matched_returns.returns_by_reference"].ShouldBeGreaterThan(50);
    }

    private static Task<CommandRun> ReplayAsync(FakeServer server, TestFile file, params string[] more) =>
        CommandRun.OfAsync(["replay", file.Path, "--server", server.Address.OriginalString, "--json", .. more]);
}
