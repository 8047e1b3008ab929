using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Running;

/// <summary>A server that this run started, known by its process, and stopped with the run.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    private const int KeptLines = 40;
    private const int SignalTerminate = 15;
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();

    private ChildProcess(Process process, IPEndPoint endPoint)
    {
        _process = process;
        EndPoint = endPoint;
        Meter = new ProcessMeter(process.Id);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Reads its CPU time and memory.</summary>
    public ProcessMeter Meter { get; }

    /// <summary>Starts a .NET program on a free port of the loopback and waits until it speaks HTTP/2.</summary>
    /// <param name="assembly">The program.</param>
    /// <param name="arguments">Makes its arguments of the URL it is to listen on.</param>
    /// <exception cref="RunRefusedException">It ended, or did not answer in time; says what it wrote.</exception>
    public static ChildProcess Start(string assembly, Func<Uri, IEnumerable<string>> arguments)
    {
        var endPoint = FreePort();
        var start = new ProcessStartInfo(DotNet())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(assembly);
        foreach (var argument in arguments(new Uri($"http://{endPoint}")))
            start.ArgumentList.Add(argument);

        var child = new ChildProcess(Process.Start(start)!, endPoint);
        try
        {
            child.WaitUntilReady();
            return child;
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    /// <summary>A place of the loopback where nobody listens.</summary>
    public static IPEndPoint FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            if (OperatingSystem.IsWindows() || Signal(_process.Id, SignalTerminate) != 0
                || !_process.WaitForExit(StopsWithin))
                _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void WaitUntilReady()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                Http2Connection.Connect(EndPoint, TimeSpan.FromSeconds(5)).Dispose();
                return;
            }
            catch (Exception e) when (e is SocketException or Http2Exception)
            {
                if (_process.HasExited || Stopwatch.GetElapsedTime(started) > StartsWithin)
                    throw new RunRefusedException($"the server did not start: {e.Message}\n{LastLines()}");
                Thread.Sleep(100);
            }
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
                _lastLines.Dequeue();
        }
    }

    private string LastLines()
    {
        lock (_lastLines)
            return string.Join('\n', _lastLines);
    }

    private static string DotNet() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int processId, int signal);
}
