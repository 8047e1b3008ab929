namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>The official Ruby interop client: one process a case, which succeeds if the case passes.</summary>
internal sealed class RubyClient : IInteropClient
{
    public async Task<Dictionary<string, string?>> RunAsync(Endpoint server, IReadOnlyList<string> cases)
    {
        var outcomes = new Dictionary<string, string?>();
        foreach (var name in cases)
            outcomes[name] = await RunAsync(server, name);
        return outcomes;
    }

    private static async Task<string?> RunAsync(Endpoint server, string name)
    {
        string[] arguments =
        [
            await RubyPackage.ClientAsync(),
            "--server_host", "127.0.0.1",
            "--server_port", $"{server.Port}",
            "--server_host_override", Endpoint.Name,
            "--use_tls", server.TrustedPath is null ? "false" : "true",
            "--test_case", name,
        ];
        var environment = new Dictionary<string, string>();
        if (server.TrustedPath is { } trusted)
            environment["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"] = trusted;
        try
        {
            var output = await ToolProcess.RunAsync(ToolProcess.CaseTimeMax, "/usr/bin/ruby", arguments, environment);
            return output.Contains($"OK: {name}", StringComparison.Ordinal) ? null : $"it said: {output}";
        }
        catch (InvalidOperationException failure)
        {
            return failure.Message;
        }
    }
}
