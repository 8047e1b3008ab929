using System.Globalization;

namespace LoyaltyEngine.Server.Tests;

/// <summary>What the command line does with the programs of a real server.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Program_FromExportToRetirement_IsDoneByTheCommandLine()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("program.yaml");
        await using var server = await ServerProcess.StartAsync(folder.File("data"));
        async Task<string> RunAsync(params string[] arguments)
        {
            var run = await ProcessRun.RunAsync(
                "dotnet", [Repository.CliProgram, "program", .. arguments, "--server", server.GrpcUrl]);
            run.ExitCode.ShouldBe(0, run.Errors);
            return run.Output;
        }

        (await RunAsync("export", "--out", file)).ShouldContain("Wrote version 1 of sample");
        var source = await File.ReadAllTextAsync(file);
        source.ShouldBe(await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "src/LoyaltyEngine.Server/programs/sample.yaml")));
        (await RunAsync("publish", file, "--dry-run")).ShouldContain("Nothing would change");

        await File.WriteAllTextAsync(
            file, source.Replace("minimum: 100\n", "minimum: 200\n", StringComparison.Ordinal));
        const string Change = "members who pay with points: 200 points at least instead of 100  (burning.minimum)";
        (await RunAsync("publish", file, "--dry-run")).ShouldContain(Change);
        var from = DateTime.UtcNow.AddDays(1).ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture);
        var published = await RunAsync("publish", file, "--effective", from, "--request-id", "easter");
        published.ShouldContain("Published version 2 of sample, in force from ");
        published.ShouldContain(Change);
        (await RunAsync("publish", file, "--effective", from, "--request-id", "easter"))
            .ShouldContain("Had published version 2");

        (await RunAsync("retire", "2")).ShouldContain("Retired version 2 of sample.");
        (await RunAsync("show", "--version", "2")).ShouldContain("2, retired");
        (await RunAsync("show")).ShouldContain("1, in force");
        var versions = (await RunAsync("versions")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        versions.Length.ShouldBe(3);
        versions[1].ShouldContain("easter");

        (await RunAsync("publish", file, "--tenant", "acme")).ShouldContain("Published version 1 of sample");
        var elsewhere = await ProcessRun.RunAsync(
            "dotnet", Repository.CliProgram, "program", "show", "--tenant", "nobody", "--server", server.GrpcUrl);
        elsewhere.ExitCode.ShouldBe(1);
        elsewhere.Errors.ShouldContain("runs no program sample");
        (await server.StopAsync()).ShouldBe(0);
    }
}
