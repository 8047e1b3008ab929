namespace LoyaltyEngine.Runtime.Tests.Programs;

/// <summary>Where the program that the server loads by default stands in the repository.</summary>
internal static class SampleProgram
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, "src/LoyaltyEngine.Server/programs/sample.yaml");
            if (File.Exists(path))
                return path;
        }
        throw new FileNotFoundException("The sample program is not in the repository.");
    }
}
