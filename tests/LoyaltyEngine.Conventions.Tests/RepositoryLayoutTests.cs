namespace LoyaltyEngine.Conventions.Tests;

/// <summary>Nothing new at the top without a word: folders and files at the root are agreed ones.</summary>
public sealed class RepositoryLayoutTests
{
    private static readonly string[] Folders = ["proto", "src", "tests", "benchmarks", "load", ".ci"];

    private static readonly string[] Files =
    [
        "LoyaltyEngine.sln", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig",
        ".gitignore", ".gitattributes", ".dockerignore", "docker-compose.yml", "test.sh", "LICENSE", "README.md",
        "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "AGENTS.md", "nuget.config", ".git",
    ];

    // What using the engine leaves at the root, a day of purchases for instance, is none of the repository's.
    private static IEnumerable<string> IgnoredFiles =>
        Repository.Read(".gitignore").Split('\n').Where(line => line.StartsWith('/')).Select(line => line[1..]);

    [Fact]
    public void Root_Folders_AreTheAgreedOnes() => Repository.ShouldHaveNone(Repository.TopFolders.Except(Folders));

    [Fact]
    public void Root_Files_AreTheAgreedOnes() => Repository.ShouldHaveNone(
        Directory.EnumerateFiles(Repository.Root).Select(path => Path.GetFileName(path)).Except(Files)
            .Except(IgnoredFiles).Where(name => !name.EndsWith(".user", StringComparison.Ordinal)));

    [Fact]
    public void Projects_Names_AreThoseOfTheirFolders() => Repository.ShouldHaveNone(
        from path in Repository.Files(".csproj", "src", "tests", "load", "benchmarks")
        where Path.GetFileName(Path.GetDirectoryName(path)) != Path.GetFileNameWithoutExtension(path)
        select path);

    [Fact]
    public void Projects_All_AreInTheSolution()
    {
        var solution = Repository.Read("LoyaltyEngine.sln").Replace('\\', '/');

        Repository.ShouldHaveNone(Repository.Files(".csproj", "src", "tests", "load", "benchmarks")
            .Where(path => !solution.Contains($"\"{path}\"")));
    }
}
