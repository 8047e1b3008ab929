namespace LoyaltyEngine.Server.Tests;

/// <summary>Where things are in the checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string ServerProgram => Built("src/LoyaltyEngine.Server", "loyalty-server.dll");

    public static string CliProgram => Built("src/LoyaltyEngine.Cli", "loyalty.dll");

    /// <summary>The real invoices, or null where they are not beside the checkout.</summary>
    public static string? RealInvoices
    {
        get
        {
            var path = Path.GetFullPath(Path.Combine(Root, "../shared/data/uci-online-retail.csv.gz"));
            return File.Exists(path) ? path : null;
        }
    }

    private static string Built(string project, string file)
    {
        // The tests' own folder ends in bin/CONFIGURATION/net10.0/; what they run was built likewise.
        var output = Path.GetRelativePath(
            Path.Combine(Root, "tests/LoyaltyEngine.Server.Tests"), AppContext.BaseDirectory);
        return Path.Combine(Root, project, output, file);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LoyaltyEngine.sln")))
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests run outside of a checkout.");
        return folder;
    }
}
