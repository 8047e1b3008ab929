namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>A client of ours in another language, on an official stack: it prints a line for each case.</summary>
internal sealed class ScriptClient(string program, params string[] arguments) : IInteropClient
{
    public async Task<Dictionary<string, string?>> RunAsync(Endpoint server, IReadOnlyList<string> cases)
    {
        string[] trust = server.TrustedPath is { } trusted ? ["--ca", trusted, "--name", Endpoint.Name] : [];
        var output = await ToolProcess.RunAsync(
            ToolProcess.RunTimeMax,
            program,
            [.. arguments, "--target", server.Target, "--cases", string.Join(',', cases), .. trust]);
        var lines = output.Split('\n');
        return cases.ToDictionary(name => name, name => Outcome(lines, name));
    }

    private static string? Outcome(string[] lines, string name)
    {
        var failed = $"failed {name}: ";
        if (lines.FirstOrDefault(line => line.StartsWith(failed, StringComparison.Ordinal)) is { } failure)
            return failure[failed.Length..];
        return lines.Contains($"ok {name}") ? null : "It gave no outcome.";
    }
}
