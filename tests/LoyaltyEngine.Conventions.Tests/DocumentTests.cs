using System.Text.RegularExpressions;

namespace LoyaltyEngine.Conventions.Tests;

/// <summary>What the documents name exists: paths, and projects in commands.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];

    [Fact]
    public void Documents_PathsAndProjects_Exist() => Repository.ShouldHaveNone(
        from document in Documents
        where Repository.Exists(document)
        from missing in Missing(Repository.Read(document))
        select $"{document} names {missing}");

    [Theory]
    [InlineData("See `src/LoyaltyEngine.Core/Baskets/Basket.cs`.", "")]
    [InlineData("All of proto/loyalty/v1/*.proto, and tests/.", "")]
    [InlineData("`src/LoyaltyEngine.Core/Nowhere.cs` and load/x/y", "src/LoyaltyEngine.Core/Nowhere.cs,load/x/y")]
    [InlineData("dotnet run -c Release --project src/LoyaltyEngine.Nowhere -- replay", "src/LoyaltyEngine.Nowhere")]
    [InlineData("dotnet run --project nowhere", "nowhere")]
    [InlineData("https://example.com/src/elsewhere and my-src/elsewhere", "")]
    public void Missing_Sample_IsFound(string text, string missing) =>
        string.Join(',', Missing(text)).ShouldBe(missing);

    private static IEnumerable<string> Missing(string text) =>
        Reference().Matches(text)
            .Select(match => (match.Groups["path"].Value + match.Groups["project"].Value).TrimEnd('.', '/', '-'))
            .Distinct()
            .Where(path => path.Length > 0 && !Repository.Exists(path));

    [GeneratedRegex(@"--project[ =](?<project>[\w./-]+)|"
        + @"(?<![\w./-])(?<path>(src|tests|proto|load|benchmarks)/[\w./-]+)")]
    private static partial Regex Reference();
}
