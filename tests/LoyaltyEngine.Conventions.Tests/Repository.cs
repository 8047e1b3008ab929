namespace LoyaltyEngine.Conventions.Tests;

/// <summary>The repository's own files: what is built, downloaded or written by a run is left out.</summary>
internal static class Repository
{
    private static readonly HashSet<string> ForeignFolders =
    [
        ".git", ".vs", ".vscode", ".idea", "bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts",
        "node_modules", "__pycache__",
    ];

    public static string Root { get; } = FindRoot();

    /// <summary>Top-level folders by name; the data folder of a server run here is no part of the repository.</summary>
    public static IEnumerable<string> TopFolders => Directory.EnumerateDirectories(Root)
        .Select(path => Path.GetFileName(path)!)
        .Where(name => !ForeignFolders.Contains(name) && name != "data");

    /// <summary>Paths of files from the root, with forward slashes, in a stable order.</summary>
    public static IReadOnlyList<string> Files(string extension, params string[] folders) =>
    [
        .. folders.SelectMany(folder => FilesIn(Path.Combine(Root, folder)))
            .Where(path => path.EndsWith(extension, StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>Fails with every offence in a line of its own.</summary>
    public static void ShouldHaveNone(IEnumerable<string> offences)
    {
        var list = offences.ToList();
        if (list.Count > 0)
            Assert.Fail($"{list.Count} offences:\n{string.Join('\n', list)}");
    }

    private static IEnumerable<string> FilesIn(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        return Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(sub => !ForeignFolders.Contains(Path.GetFileName(sub)))
            .SelectMany(FilesIn));
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LoyaltyEngine.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("LoyaltyEngine.sln is in no folder above the tests.");
    }
}
