using LoyaltyEngine.Cli.Tests.Fakes;

namespace LoyaltyEngine.Cli.Tests;

public sealed class LoyaltyCommandLineTests
{
    private readonly FakeLedger _ledger = new();

    [Fact]
    public async Task Run_NoArguments_ShowsTheCommands()
    {
        var run = await CommandRun.OfAsync();

        run.ExitCode.ShouldBe(ExitCode.Ok);
        foreach (var command in new[] { "replay", "sample", "info", "balance", "entries" })
            run.Out.ShouldContain(command);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("replay")]
    [InlineData("replay", "x.csv", "--connections", "0")]
    [InlineData("replay", "x.csv", "--in-flight", "many")]
    [InlineData("replay", "x.csv", "--zone", "Europe/Nowhere")]
    [InlineData("replay", "x.csv", "--server", "localhost")]
    [InlineData("replay", "x.csv", "--limit", "0")]
    [InlineData("entries", "m", "--limit", "0")]
    public async Task Run_WrongUsage_Gives2AndPointsToTheHelp(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(arguments);

        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldContain("--help");
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("sample")]
    [InlineData("info")]
    [InlineData("balance")]
    [InlineData("entries")]
    public async Task Run_HelpOfACommand_ExplainsIt(string command)
    {
        var run = await CommandRun.OfAsync(command, "--help");

        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Out.ShouldContain("Options:");
    }

    [Fact]
    public async Task Run_OnlineCommands_ShowWhatTheEngineTells()
    {
        await using var server = await FakeServer.StartAsync(_ledger);
        using var file = TestFile.WithLines(
            "1,A,X,1,2011-01-03 09:00:00,1234.00,17850.0,UK", "C2,A,X,-1,2011-01-04 09:00:00,1300.00,17850.0,UK");
        var at = server.Address.OriginalString;
        await CommandRun.OfAsync("replay", file.Path, "--server", at);

        var balance = await CommandRun.OfAsync("balance", "17850", "--server", at);
        var entries = await CommandRun.OfAsync("entries", "17850", "--server", at);
        var newest = await CommandRun.OfAsync("entries", "17850", "--limit", "1", "--server", at);
        var info = await CommandRun.OfAsync("info", "--server", at);

        balance.Out.ShouldContain("Debt                      66");
        entries.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(' ')[^1].Trim())
            .ShouldBe(["C2", "1", "enrol"]);
        newest.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        info.Out.ShouldContain("sample, version 0: Sample");
    }

    [Fact]
    public async Task Balance_UnknownMember_IsAFailureInASentence()
    {
        await using var server = await FakeServer.StartAsync(_ledger);

        var run = await CommandRun.OfAsync("balance", "nobody", "--server", server.Address.OriginalString);

        run.ExitCode.ShouldBe(ExitCode.Failure);
        run.Error.ShouldContain("MEMBER_UNKNOWN: No such member.");
        run.Out.ShouldBeEmpty();
    }
}
