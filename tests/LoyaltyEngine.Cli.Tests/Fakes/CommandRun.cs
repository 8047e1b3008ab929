using System.Text.Json;
using LoyaltyEngine.Cli.Console;

namespace LoyaltyEngine.Cli.Tests.Fakes;

/// <summary>What one command line did.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    public static async Task<CommandRun> OfAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var exitCode = await LoyaltyCommandLine.RunAsync(arguments, new Terminal(output, error, TimeProvider.System));
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The figures of a replay's JSON that do not depend on speed, inner ones as key.key.</summary>
    public Dictionary<string, long> Figures() => Oracle.Numbers(JsonDocument.Parse(Out).RootElement)
        .Where(pair => pair.Key is not ("requests_per_second" or "p50_ms" or "p99_ms"))
        .ToDictionary();
}
