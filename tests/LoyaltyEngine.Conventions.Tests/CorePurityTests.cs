using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LoyaltyEngine.Conventions.Tests;

/// <summary>Core decides and nothing else: no I/O, no clock, no waiting, no packages but values.</summary>
public sealed partial class CorePurityTests
{
    private const string Project = "src/LoyaltyEngine.Core/LoyaltyEngine.Core.csproj";

    private static readonly string[] Packages = ["NodaTime", "Microsoft.CodeAnalysis.BannedApiAnalyzers"];

    private static readonly string[] Banned =
    [
        "T:System.DateTime;", "T:System.TimeProvider;", "T:NodaTime.SystemClock;", "T:System.Random;",
        "M:System.Guid.NewGuid;", "T:System.Threading.Tasks.Task;", "T:System.Threading.Thread;", "N:System.IO;",
        "N:System.Net;", "T:System.Environment;",
    ];

    [Fact]
    public void Core_Sources_NeitherWaitNorReachOutside() => Repository.ShouldHaveNone(
        from path in Repository.Files(".cs", "src/LoyaltyEngine.Core")
        from offence in Offences(Repository.Read(path))
        select $"{path}: {offence}");

    [Fact]
    public void Core_Packages_AreValueLibrariesOnly() =>
        XDocument.Parse(Repository.Read(Project)).Descendants("PackageReference")
            .Select(package => package.Attribute("Include")!.Value).ShouldBeSubsetOf(Packages);

    [Fact]
    public void Core_Project_ChecksArithmeticAndBansClocksAndInput()
    {
        XDocument.Parse(Repository.Read(Project)).Descendants("CheckForOverflowUnderflow").Single().Value
            .ShouldBe("true");
        var banned = Repository.Read("src/LoyaltyEngine.Core/BannedSymbols.txt");
        Banned.Where(symbol => !banned.Contains(symbol)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("using System.IO;", 1)]
    [InlineData("using YamlDotNet.Core;", 1)]
    [InlineData("public async Task RunAsync() => await x;", 2)]
    [InlineData("Console.WriteLine(1);", 1)]
    [InlineData("using System.Collections.Frozen;\n// We await nothing.\nusing NodaTime.Text;", 0)]
    public void Offences_Sample_AreFound(string source, int count) => Offences(source).Count().ShouldBe(count);

    private static IEnumerable<string> Offences(string source) =>
        Forbidden().Matches(Comment().Replace(source, "")).Select(match => match.Value.Trim());

    [GeneratedRegex(
        @"^\s*using (?!(static )?(System|NodaTime|LoyaltyEngine\.Core)\b)[\w. ]+;"
        + @"|^\s*using System\.(IO|Net|Threading)\b.*;"
        + @"|\basync\b|\bawait\b|\bConsole\.|\bFile\.|\bDateTime\.",
        RegexOptions.Multiline)]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
