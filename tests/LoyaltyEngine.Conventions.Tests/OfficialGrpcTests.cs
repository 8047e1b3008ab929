using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LoyaltyEngine.Conventions.Tests;

/// <summary>
/// The official gRPC packages are for those who ask for them, and what is published depends on them, not on our stack.
/// </summary>
public sealed partial class OfficialGrpcTests
{
    private const string OnDemand = "'$(OfficialGrpc)' == 'true'";
    private const string Rpc = "src/LoyaltyEngine.Rpc/LoyaltyEngine.Rpc.csproj";

    private const string RpcTests = "tests/LoyaltyEngine.Rpc.Tests/LoyaltyEngine.Rpc.Tests.csproj";

    private static readonly string[] Published =
    [
        "src/LoyaltyEngine.Client/LoyaltyEngine.Client.csproj",
        "src/LoyaltyEngine.Protos/LoyaltyEngine.Protos.csproj",
    ];

    [Fact]
    public void Projects_OfficialPackages_AreNamedOnDemandOnly() => Repository.ShouldHaveNone(
        from path in (string[])
            [.. Repository.Files(".csproj", "src", "tests", "load", "benchmarks"), "Directory.Packages.props"]
        from package in NamedAlways(Repository.Read(path))
        select $"{path} names {package} in every build");

    [Theory]
    [InlineData("<ItemGroup><PackageReference Include='Grpc.Net.Client' /></ItemGroup>", "Grpc.Net.Client")]
    [InlineData("<ItemGroup><PackageVersion Include='grpc.core' /></ItemGroup>", "grpc.core")]
    [InlineData($"<ItemGroup Condition=\"{OnDemand}\"><PackageReference Include='Grpc.Core.Api' /></ItemGroup>", "")]
    [InlineData($"<ItemGroup><PackageReference Include='Grpc.A' Condition=\"{OnDemand}\" /></ItemGroup>", "")]
    [InlineData("<ItemGroup Condition=\"'$(A)' == ''\"><PackageReference Include='Grpc.A' /></ItemGroup>", "Grpc.A")]
    [InlineData("<ItemGroup><PackageReference Include='Grpc.Tools' /></ItemGroup>", "")]
    public void NamedAlways_Sample_IsFound(string items, string package) =>
        string.Join(',', NamedAlways($"<Project>{items}</Project>")).ShouldBe(package);

    [Theory]
    [InlineData("-p:OfficialGrpc=false")]
    [InlineData("-p:OfficialGrpc=true")]
    [InlineData("-p:OfficialGrpc=false", "-p:IsPackable=true")]
    [InlineData("-p:OfficialGrpc=true", "-p:IsPackable=true")]
    public async Task Rpc_InEveryBuild_IsNoPackage(params string[] properties) =>
        Property(await EvaluateAsync(Rpc, properties), "IsPackable").ShouldBe("false");

    [Fact]
    public async Task Published_FromTheDefaultBuild_IsNothing()
    {
        foreach (var project in Published)
        {
            Property(await EvaluateAsync(project, "-p:OfficialGrpc=false"), "IsPackable")
                .ShouldBe("false", project);
        }
    }

    [Fact]
    public async Task Published_WithTheOfficialPackages_DependsOnThemAndNotOnOurStack()
    {
        foreach (var project in Published)
        {
            var evaluated = await EvaluateAsync(project, "-p:OfficialGrpc=true");

            Property(evaluated, "IsPackable").ShouldBe("true", project);
            Items(evaluated, "PackageReference").Any(IsOfficial).ShouldBeTrue(project);
            Items(evaluated, "ProjectReference").ShouldBeSubsetOf(
                ["../LoyaltyEngine.Protos/LoyaltyEngine.Protos.csproj"], customMessage: project);
        }
    }

    [Fact]
    public void Contributing_TestsLeftOut_AreThoseInTheCode()
    {
        var section = Repository.Read("CONTRIBUTING.md").Split("\n## ")
            .Single(part => part.StartsWith("The official gRPC packages", StringComparison.Ordinal));
        var listed = TestName().Matches(section).Select(match => match.Groups["name"].Value);
        var files = RemovedFile().Matches(Repository.Read(RpcTests)).Select(match => match.Groups["name"].Value);
        var methods = Repository.Files(".cs", "tests").SelectMany(path =>
            MarkedMethod().Matches(Repository.Read(path)).Select(match => match.Groups["name"].Value));

        listed.Order(StringComparer.Ordinal).ShouldBe(files.Concat(methods).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> NamedAlways(string project) =>
        from item in XDocument.Parse(project).Descendants()
        where item.Name.LocalName is "PackageReference" or "PackageVersion"
        where item.AncestorsAndSelf().All(element => (string?)element.Attribute("Condition") != OnDemand)
        let package = item.Attribute("Include")!.Value
        where IsOfficial(package)
        select package;

    // Grpc.Tools makes the code that either stack serves.
    private static bool IsOfficial(string package) =>
        package.StartsWith("Grpc.", StringComparison.OrdinalIgnoreCase) && package != "Grpc.Tools";

    private static string Property(JsonElement evaluated, string name) =>
        evaluated.GetProperty("Properties").GetProperty(name).GetString()!;

    private static IEnumerable<string> Items(JsonElement evaluated, string type) =>
        evaluated.GetProperty("Items").GetProperty(type).EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!);

    // Asks MSBuild what it makes of a project, which neither restores nor builds.
    private static async Task<JsonElement> EvaluateAsync(string project, params string[] properties)
    {
        string[] wanted =
            ["-getProperty:IsPackable", "-getItem:PackageReference,ProjectReference"];
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, .. wanted, .. properties])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        // A test run by `dotnet test` has them, of the SDK that runs it.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD")).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output);
        return JsonDocument.Parse(output).RootElement.Clone();
    }

    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z0-9]+(Tests|_\w+_\w+))`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"(?<=Compile Remove=""[^""]*)\b(?<name>\w+Tests)\.cs")]
    private static partial Regex RemovedFile();

    [GeneratedRegex(
        @"^    \[OwnStack(Fact|Theory)\((?s:.*?)^    public (async )?Task (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex MarkedMethod();
}
