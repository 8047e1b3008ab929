namespace LoyaltyEngine.Load.Running;

/// <summary>Finds the server's program where the repository's build left it.</summary>
internal static class ServerProgram
{
    private const string Solution = "LoyaltyEngine.sln";
    private const string Built = "src/LoyaltyEngine.Server/bin/Release/net10.0/loyalty-server.dll";

    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, Solution)))
                continue;

            var program = Path.Combine(folder.FullName, Built);
            return File.Exists(program)
                ? program
                : throw new RunRefusedException(
                    "the server is not built: dotnet build -c Release src/LoyaltyEngine.Server");
        }

        throw new RunRefusedException("no repository around this program: give --server URL or --server-assembly FILE");
    }
}
