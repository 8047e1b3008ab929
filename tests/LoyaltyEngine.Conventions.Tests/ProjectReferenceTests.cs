using System.Xml.Linq;

namespace LoyaltyEngine.Conventions.Tests;

/// <summary>References between projects point from outer to inner layers, never back.</summary>
public sealed class ProjectReferenceTests
{
    private const string Prefix = "LoyaltyEngine.";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Journal"] = ["Core"],
        ["Journal.Redis"] = ["Core", "Journal"],
        ["Runtime"] = ["Core", "Journal"],
        ["Rpc"] = [],
        ["Protos"] = ["Rpc"],
        ["Api"] = ["Core", "Journal", "Runtime", "Protos", "Rpc"],
        ["Cluster"] = ["Core", "Journal", "Journal.Redis", "Runtime"],
        ["Server"] = ["Core", "Journal", "Journal.Redis", "Runtime", "Protos", "Rpc", "Api", "Cluster"],
        ["Client"] = ["Protos", "Rpc"],
        // The command line speaks through the client; offline verification and program check need the runtime.
        ["Cli"] = ["Protos", "Client", "Runtime"],
    };

    [Fact]
    public void Projects_References_PointToInnerLayersOnly() => Repository.ShouldHaveNone(
        Repository.Files(".csproj", "src").SelectMany(path =>
            Offences(Path.GetFileNameWithoutExtension(path), Repository.Read(path))));

    [Fact]
    public void Projects_OutsideOfTestsAndTools_ReferenceNoTest() => Repository.ShouldHaveNone(
        from path in Repository.Files(".csproj", "src", "load", "benchmarks")
        from reference in References(Repository.Read(path))
        where reference.EndsWith(".Tests", StringComparison.Ordinal)
        select $"{path} references {reference}");

    [Theory]
    [InlineData("LoyaltyEngine.Core", "LoyaltyEngine.Journal", 1)]
    [InlineData("LoyaltyEngine.Client", "LoyaltyEngine.Runtime", 1)]
    [InlineData("LoyaltyEngine.Unheard", "LoyaltyEngine.Core", 1)]
    [InlineData("LoyaltyEngine.Runtime", "LoyaltyEngine.Core", 0)]
    public void Offences_Sample_AreFound(string project, string reference, int count) =>
        Offences(project, $"""<Project><ItemGroup><ProjectReference Include="../{reference}/{reference}.csproj" />"""
            + "</ItemGroup></Project>").Count().ShouldBe(count);

    private static IEnumerable<string> Offences(string project, string csproj)
    {
        if (!Allowed.TryGetValue(project[Prefix.Length..], out var allowed))
            return [$"{project} has no layer: name it in {nameof(ProjectReferenceTests)}"];
        return References(csproj)
            .Where(reference => !allowed.Contains(reference[Prefix.Length..]))
            .Select(reference => $"{project} may not reference {reference}");
    }

    private static IEnumerable<string> References(string csproj) =>
        XDocument.Parse(csproj).Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(path => Path.GetFileNameWithoutExtension(path));
}
