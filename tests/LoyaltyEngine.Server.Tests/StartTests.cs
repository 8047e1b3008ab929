namespace LoyaltyEngine.Server.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Start_InAnEmptyFolder_SaysWhatANewcomerNeeds()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.File("data"));

        server.Banner.ShouldContain(folder.File("data"));
        server.Banner.ShouldContain("sample, version 1");
        server.Banner.ShouldContain("flushed");
        server.Banner.ShouldContain("replay day.csv");
        (await server.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Start_SecondProcessOnOneFolder_IsRefusedWithFolderAndOwner()
    {
        using var folder = new TemporaryFolder();
        await using var first = await ServerProcess.StartAsync(folder.Path);

        var second = await ProcessRun.RunAsync(
            "dotnet", Repository.ServerProgram, "--data", folder.Path, "--grpc-url", "http://127.0.0.1:0");

        second.ExitCode.ShouldBe(1);
        second.Errors.ShouldContain(folder.Path);
        second.Errors.ShouldNotContain("   at ", customMessage: "no stack trace for an operator");
    }

    [Theory]
    [InlineData("--nonsense", "1", "--nonsense")]
    [InlineData("--grpc-url", "ftp://here", "--grpc-url")]
    [InlineData("--program", "/nowhere/program.yaml", "/nowhere/program.yaml")]
    [InlineData("--journal", "paper", "paper")]
    [InlineData("--clock-skew-seconds", "soon", "soon")]
    [InlineData("--reflection", "maybe", "maybe")]
    [InlineData("--cors-origin", "https://till.example,shop.example/", "shop.example/")]
    [InlineData("--cors-origin", "https://till.example/path", "https://till.example/path")]
    public async Task Start_WithASettingThatCannotBe_SaysWhichAndEnds(string option, string value, string named)
    {
        using var folder = new TemporaryFolder();

        var run = await ProcessRun.RunAsync(
            "dotnet", Repository.ServerProgram, "--data", folder.Path, option, value);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain(named);
    }

    [Fact]
    public async Task Start_WithAFaultyProgram_NamesLineAndExpectation()
    {
        using var folder = new TemporaryFolder();
        var program = folder.File("program.yaml");
        await File.WriteAllTextAsync(program, "program: x\ncurrency: GBP\ntime_zone: Europe/Lundon\n");

        var run = await ProcessRun.RunAsync(
            "dotnet", Repository.ServerProgram, "--data", folder.File("data"), "--program", program);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("line 3");
    }
}
