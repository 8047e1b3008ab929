using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>A server of the test service in a process of its own, on a free port.</summary>
internal sealed class InteropServerProcess : IAsyncDisposable
{
    private const int AttemptsMax = 300;

    private static readonly TimeSpan _betweenAttempts = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private InteropServerProcess(Process process) => _process = process;

    public Endpoint Endpoint { get; private set; } = null!;

    /// <summary>Gets what the server has written to standard error so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <param name="peer">Whose server.</param>
    /// <param name="isTls">Whether it serves over TLS.</param>
    /// <param name="folder">A folder for what goes between the processes.</param>
    public static async Task<InteropServerProcess> StartAsync(Peer peer, bool isTls, TestFolder folder)
    {
        var certificates = isTls && peer != Peer.Ours ? await RubyPackage.CertificatesAsync() : default;
        string[] certificate = certificates.Certificate is null
            ? []
            : ["--certificate", certificates.Certificate, "--key", certificates.Key];
        switch (peer)
        {
            case Peer.Ours:
                var trusted = isTls ? folder.File("server.pem") : null;
                string[] tls = isTls ? ["--tls", "--write-certificate", trusted!] : [];
                return await StartAsync(
                    trusted, "dotnet", [Checkout.ServerProgram, "--port", "0", "--until-input-ends", .. tls]);
            case Peer.Python:
                return await StartAsync(
                    certificates.Authority,
                    "/usr/bin/python3",
                    [Checkout.Python("server.py"), "--descriptors", folder.Descriptors, .. certificate]);
            case Peer.NodeJs:
                return await StartAsync(
                    certificates.Authority,
                    "node",
                    [Checkout.NodeJs("server.js"), "--protos", Checkout.Protos, .. certificate]);
            case Peer.Ruby:
                var port = FindFreePort();
                return await StartAsync(
                    certificates.Authority,
                    "/usr/bin/ruby",
                    [await RubyPackage.ServerAsync(), "--port", $"{port}", "--use_tls", isTls ? "true" : "false"],
                    port);
            default:
                throw new ArgumentOutOfRangeException(nameof(peer));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<InteropServerProcess> StartAsync(
        string? trusted, string program, IEnumerable<string> arguments, int? knownPort = null)
    {
        var server = new InteropServerProcess(ToolProcess.Start(ToolProcess.ServerTimeMax, program, arguments));
        // What the server prints later must not fill the pipe and stop it.
        server._process.ErrorDataReceived += (_, line) => server.Note(line.Data);
        server._process.BeginErrorReadLine();
        try
        {
            var port = knownPort ?? await server.ReadPortAsync();
            _ = server._process.StandardOutput.ReadToEndAsync();
            await server.AwaitConnectionAsync(port);
            server.Endpoint = new Endpoint(port, trusted);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<int> ReadPortAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync();
        return line is not null && int.TryParse(line.Split(':', ' ')[^1], CultureInfo.InvariantCulture, out var port)
            ? port
            : throw Failure();
    }

    private async Task AwaitConnectionAsync(int port)
    {
        for (var attempt = 0; attempt < AttemptsMax && !_process.HasExited; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(_betweenAttempts);
            }
        }

        throw Failure();
    }

    private InvalidOperationException Failure()
        => new($"A server does not run; ./test.sh installs what it needs. It said: {Log}");

    private void Note(string? line)
    {
        if (line is null)
            return;
        lock (_log)
            _log.AppendLine(line);
    }
}
