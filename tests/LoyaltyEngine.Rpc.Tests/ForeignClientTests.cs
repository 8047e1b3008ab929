using System.Diagnostics;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Our server under a client that is not ours: gRPC's C core, through Debian's python3-grpcio.</summary>
public sealed class ForeignClientTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public async Task ForeignClient_CallsOfAllSorts_SeeWhatOursSees()
    {
        Assert.SkipUnless(
            File.Exists(Python) && (await RunAsync("-c", "import grpc")).ExitCode == 0,
            "Needs gRPC for Python: apt-get install python3-grpcio");
        await using var server = await ProbeServer.StartAsync();

        var script = Path.Combine(AppContext.BaseDirectory, "Protos", "foreign_client.py");
        var (exitCode, output) = await RunAsync(script, server.Address.Authority);

        exitCode.ShouldBe(0, output);
        output.Trim().Split('\n').ShouldBe(
        [
            "text True",
            "deadline True",
            "metadata there 00ab",
            "rich FAILED_PRECONDITION too few True",
            "message NOT_FOUND '100 % \\xe9\\r\\n'",
            "timeout DEADLINE_EXCEEDED",
            "gzip True",
            "stream 7",
            "gather True 30",
            "chat 15",
            "refused FAILED_PRECONDITION no",
            "stopped 0 OK",
            "absent UNIMPLEMENTED",
        ]);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + await errors);
    }
}
