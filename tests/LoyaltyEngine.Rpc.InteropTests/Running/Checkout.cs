namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>Where things are in the checkout that the tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string Tests { get; } = Path.Combine(Root, "tests", "LoyaltyEngine.Rpc.InteropTests");

    public static string Protos { get; } = Path.Combine(Root, "tests", "LoyaltyEngine.Rpc.InteropServer", "Protos");

    public static string Table { get; } = Path.Combine(Tests, "INTEROP.md");

    /// <summary>Gets our server, built as the tests were: their folder ends in bin/CONFIGURATION/net10.0/.</summary>
    public static string ServerProgram { get; } = Path.Combine(
        Root,
        "tests",
        "LoyaltyEngine.Rpc.InteropServer",
        Path.GetRelativePath(Tests, AppContext.BaseDirectory),
        "LoyaltyEngine.Rpc.InteropServer.dll");

    public static string Python(string script) => Path.Combine(Tests, "Python", script);

    /// <exception cref="InvalidOperationException">Its packages are not installed.</exception>
    public static string NodeJs(string script) => Directory.Exists(Path.Combine(Tests, "Node", "node_modules"))
        ? Path.Combine(Tests, "Node", script)
        : throw new InvalidOperationException("grpc-js is missing: ./test.sh installs it, or npm ci in Node.");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LoyaltyEngine.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests run outside of a checkout.");
        }

        return folder;
    }
}
