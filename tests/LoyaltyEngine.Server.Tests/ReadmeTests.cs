using System.ComponentModel;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LoyaltyEngine.Server.Tests;

/// <summary>Runs what the README has to be copied, with clients that we did not write, as it stands there.</summary>
public sealed partial class ReadmeTests
{
    private const string UrlInReadme = "127.0.0.1:5080";
    private const string HttpUrlInReadme = "127.0.0.1:5081";
    private const int CommandNotFound = 127;

    [Fact]
    public async Task Readme_ClientOfTenLines_EarnsAndBurns()
    {
        using var folder = new TemporaryFolder();
        Assert.SkipUnless(await InstallAsync(folder),
            "node or npm, or the packages of the official client, are not to be had");
        await using var server = await ServerProcess.StartAsync(folder.File("data"));
        var script = ClientInReadme().Match(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md")))
            .Groups["code"].Value;
        script.ShouldContain(UrlInReadme);
        await File.WriteAllTextAsync(
            folder.File("till.js"),
            script.Replace(UrlInReadme, new Uri(server.GrpcUrl).Authority, StringComparison.Ordinal)
                + "setTimeout(() => process.exit(2), 60000).unref();");

        var enrolled = await ProcessRun.RunAsync(
            "dotnet", Repository.CliProgram, "enrol", "ada", "--server", server.GrpcUrl);
        enrolled.ExitCode.ShouldBe(0, enrolled.Errors);
        var till = await ProcessRun.RunAsync(
            "sh", "-c", $"cd '{Repository.Root}' && timeout 60 node '{folder.File("till.js")}'");

        till.Errors.ShouldBeEmpty();
        till.Output.ReplaceLineEndings("\n")
            .ShouldStartWith("earned 250, available 250\nburned 100 for 100 pence, left 150\n");
    }

    [Fact]
    public async Task Readme_Curl_Earns()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.File("data"));
        await server.Members.EnrolMemberAsync(Requests.Enrol("ada"));
        var command = CurlInReadme().Match(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md")))
            .Groups["code"].Value;
        command.ShouldContain(HttpUrlInReadme);

        var run = await ProcessRun.RunAsync(
            "sh", "-c", command.Replace(HttpUrlInReadme, new Uri(server.HttpUrl).Authority, StringComparison.Ordinal));

        Assert.SkipWhen(run.ExitCode == CommandNotFound, "curl is not to be had");
        run.ExitCode.ShouldBe(0, run.Errors);
        var earned = JsonDocument.Parse(run.Output).RootElement;
        earned.GetProperty("entry").GetProperty("points").GetString().ShouldBe("250");
        earned.GetProperty("balance").GetProperty("availablePoints").GetString().ShouldBe("250");
    }

    private static async Task<bool> InstallAsync(TemporaryFolder folder)
    {
        try
        {
            var install = await ProcessRun.RunAsync(
                "npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder.Path,
                "@grpc/grpc-js@1.14.7", "@grpc/proto-loader@0.8.0");
            return install.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex("```js\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex ClientInReadme();

    [GeneratedRegex("```sh\n(?<code>curl .*?)```", RegexOptions.Singleline)]
    private static partial Regex CurlInReadme();
}
