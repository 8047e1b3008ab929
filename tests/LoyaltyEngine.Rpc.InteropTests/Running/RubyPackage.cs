namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>What Debian's ruby-grpc ships for interop: client, server and the official test certificates.</summary>
internal static class RubyPackage
{
    private static readonly Lazy<Task<string>> _root = new(FindRootAsync);

    public static async Task<string> FileAsync(string path) => Path.Combine(await _root.Value, path);

    public static Task<string> ClientAsync() => FileAsync("pb/test/client.rb");

    public static Task<string> ServerAsync() => FileAsync("pb/test/server.rb");

    /// <summary>The official test certificate for *.test.google.fr, its key, and the authority behind it.</summary>
    public static async Task<(string Certificate, string Key, string Authority)> CertificatesAsync()
        => (await FileAsync("spec/testdata/server1.pem"), await FileAsync("spec/testdata/server1.key"),
            await FileAsync("spec/testdata/ca.pem"));

    private static async Task<string> FindRootAsync()
    {
        const string client = "/pb/test/client.rb";
        var files = await ToolProcess.RunAsync(ToolProcess.CaseTimeMax, "dpkg", ["-L", "ruby-grpc"]);
        var path = files.Split('\n').FirstOrDefault(line => line.EndsWith(client, StringComparison.Ordinal))
            ?? throw new InvalidOperationException("The package ruby-grpc holds no interop client.");
        return path[..^client.Length];
    }
}
