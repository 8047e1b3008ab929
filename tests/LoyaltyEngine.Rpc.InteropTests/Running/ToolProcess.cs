using System.Diagnostics;

namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>
/// A process of another language, bounded in time by itself: should this one be killed, none stays behind for long.
/// </summary>
internal static class ToolProcess
{
    /// <summary>The longest that a client may take for its cases.</summary>
    public static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(5);

    /// <summary>The longest that a client may take that runs one case only.</summary>
    public static readonly TimeSpan CaseTimeMax = TimeSpan.FromMinutes(1);

    /// <summary>The longest that a server may live.</summary>
    public static readonly TimeSpan ServerTimeMax = TimeSpan.FromMinutes(30);

    /// <summary>Runs a program to its end and gives its output; a failure says what to do about it.</summary>
    /// <exception cref="InvalidOperationException">The program is not there or failed.</exception>
    public static async Task<string> RunAsync(
        TimeSpan limit,
        string program,
        IEnumerable<string> arguments,
        Dictionary<string, string>? environment = null)
    {
        using var process = Start(limit, program, arguments, environment);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} ended with {process.ExitCode}: {output}{await errors}");
    }

    /// <summary>Starts a program under a time limit, all its streams in our hands.</summary>
    public static Process Start(
        TimeSpan limit,
        string program,
        IEnumerable<string> arguments,
        Dictionary<string, string>? environment = null)
    {
        string[] command = [$"{limit.TotalSeconds:0}", program, .. arguments];
        var start = new ProcessStartInfo("timeout", ["--kill-after=5", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // gRPC of other languages would go through a proxy even to this machine.
        start.Environment["no_proxy"] = "127.0.0.1";
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
