using System.Diagnostics;
using System.Text;
using Grpc.Net.Client;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Server.Tests;

/// <summary>A real server process on free ports, and a client of it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly GrpcChannel _channel;

    private ServerProcess(Process process, string grpcUrl, string httpUrl, string banner)
    {
        _process = process;
        GrpcUrl = grpcUrl;
        HttpUrl = httpUrl;
        Banner = banner;
        _channel = GrpcChannel.ForAddress(grpcUrl);
        Till = new TillService.TillServiceClient(_channel);
        Members = new MemberService.MemberServiceClient(_channel);
        Server = new ServerService.ServerServiceClient(_channel);
        Health = new Grpc.Health.V1.Health.HealthClient(_channel);
    }

    public string GrpcUrl { get; }

    public string HttpUrl { get; }

    /// <summary>What the server printed until it was ready.</summary>
    public string Banner { get; }

    public TillService.TillServiceClient Till { get; }

    public MemberService.MemberServiceClient Members { get; }

    public ServerService.ServerServiceClient Server { get; }

    public Grpc.Health.V1.Health.HealthClient Health { get; }

    /// <summary>Starts a server and waits until it says where it listens.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="grpcUrl">Where it is to listen; a free port unless given.</param>
    /// <param name="wrapper">A command that runs it, like strace with its arguments.</param>
    public static async Task<ServerProcess> StartAsync(
        string data, string grpcUrl = "http://127.0.0.1:0", params string[] wrapper)
    {
        string[] command =
        [
            .. wrapper,
            "dotnet",
            Repository.ServerProgram,
            "--grpc-url", grpcUrl,
            "--http-url", "http://127.0.0.1:0",
            "--data", data,
        ];
        var process = ProcessRun.Start(command[0], command[1..]);
        var banner = new StringBuilder();
        string? grpc = null, http = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            banner.AppendLine(line);
            grpc ??= ValueOf(line, "gRPC");
            http ??= ValueOf(line, "HTTP");
            if (!line.StartsWith("Ctrl+C", StringComparison.Ordinal))
                continue;
            // What the server prints later must not fill the pipe and stop it.
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            return new ServerProcess(process, grpc!, http!, banner.ToString());
        }

        var errors = await process.StandardError.ReadToEndAsync();
        throw new InvalidOperationException($"The server did not start:{Environment.NewLine}{banner}{errors}");
    }

    /// <summary>Ends the process at once, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to stop, as Ctrl+C does, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        (await ProcessRun.RunAsync("kill", "-TERM",
            _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            .ExitCode.ShouldBe(0);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static string? ValueOf(string line, string name)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && words[0] == name ? words[1] : null;
    }
}
