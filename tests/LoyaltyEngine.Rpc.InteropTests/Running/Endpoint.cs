namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>Where a server listens on the loopback address, and over TLS the file of what to trust.</summary>
internal sealed record Endpoint(int Port, string? TrustedPath)
{
    /// <summary>The name that the servers' certificates are for.</summary>
    public const string Name = "foo.test.google.fr";

    public string Target => $"127.0.0.1:{Port}";
}
