using System.ComponentModel;
using System.Text.RegularExpressions;

namespace LoyaltyEngine.Server.Tests;

/// <summary>Runs the README's client, an official one that we did not write, as it stands there.</summary>
public sealed partial class ReadmeTests
{
    private const string UrlInReadme = "127.0.0.1:5080";

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
}
