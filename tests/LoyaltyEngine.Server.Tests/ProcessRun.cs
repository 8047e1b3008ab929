using System.Diagnostics;

namespace LoyaltyEngine.Server.Tests;

/// <summary>A process run to its end.</summary>
internal sealed record ProcessRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The longest that a process may take; a test that meets it has failed.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(5);

    public static async Task<ProcessRun> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        using var timeout = new CancellationTokenSource(TimeMax);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return new ProcessRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
