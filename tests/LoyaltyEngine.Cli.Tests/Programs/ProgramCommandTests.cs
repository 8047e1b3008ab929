using LoyaltyEngine.Cli.Tests.Fakes;

namespace LoyaltyEngine.Cli.Tests.Programs;

public sealed class ProgramCommandTests
{
    private const string Valid =
        """
        program: sample
        name: Sample program
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        earning:
          base: { points: 1, per: 1.00, rounding: down }
        """;

    [Fact]
    public async Task Check_ValidFile_SaysOkAndWhatItSays()
    {
        var run = await CheckAsync(Valid);

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        run.Out.ShouldContain(": OK");
        run.Out.ShouldContain("sample: Sample program");
        run.Out.ShouldContain("Begins      2009-01-01");
        run.Out.ShouldContain("1 point for each 1.00 GBP, rounded down");
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_FaultyFile_NamesEveryFaultWithItsPlace()
    {
        var run = await CheckAsync(Valid.Replace("GBP", "POUNDS").Replace("points: 1", "points: many"));

        run.ExitCode.ShouldBe(ExitCode.Failure);
        run.Out.ShouldBeEmpty();
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        lines[0].ShouldContain("line 3, column");
        lines[0].ShouldContain("currency");
        lines[0].ShouldContain("expected");
        lines[1].ShouldContain("line 7, column");
        lines[1].ShouldContain("earning.base.points");
        lines[^1].ShouldBe("Faults: 2.");
    }

    [Fact]
    public async Task Check_NoSuchFile_SaysSo()
    {
        var run = await CommandRun.OfAsync("program", "check", "/nowhere/program.yaml");

        run.ExitCode.ShouldBe(ExitCode.Failure);
        run.Error.Trim().ShouldBe("There is no file /nowhere/program.yaml.");
    }

    private static async Task<CommandRun> CheckAsync(string text)
    {
        using var file = TestFile.Named("program.yaml");
        await File.WriteAllTextAsync(file.Path, text);
        return await CommandRun.OfAsync("program", "check", file.Path);
    }
}
