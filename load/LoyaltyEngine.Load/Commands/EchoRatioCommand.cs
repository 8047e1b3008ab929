using System.CommandLine;
using System.Net.Sockets;
using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Load.Reports;
using LoyaltyEngine.Load.Running;

namespace LoyaltyEngine.Load.Commands;

/// <summary><c>loyalty-load echo-ratio</c>: what a durable earn costs beyond its transport, and its kin.</summary>
internal sealed class EchoRatioCommand
{
    private const int Valid = 0;
    private const int Void = 1;
    private const int Refused = 2;
    private const int BelowFloor = 3;

    private readonly Option<Uri?> _server = UrlOption.Create(
        "--server", "A running server. Without it the server built in this repository is started.", null);

    private readonly Option<int?> _serverPid = new("--server-pid")
    {
        Description = "The process of that server, to read its CPU time.",
    };

    private readonly Option<Uri?> _echoServer = UrlOption.Create(
        "--echo-server", "A running serve-echo. Without it one is started.", null);

    private readonly Option<string?> _serverAssembly = new("--server-assembly")
    {
        Description = "The loyalty-server.dll to start.",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Where the started server keeps its data and bare flushes are measured; must be on a disk. "
                      + "Without it, a new folder under ./data, deleted afterwards.",
    };

    private readonly Option<int> _members = NumberOption.Create("--members", 100_000, "Members, enrolled first.");
    private readonly Option<int> _connections = NumberOption.Create("--connections", 8, "HTTP/2 connections.");
    private readonly Option<int> _inFlight =
        NumberOption.Create("--in-flight", 512, "Calls in flight over all connections.");
    private readonly Option<int> _threads = NumberOption.Create("--threads", 1, "Generator threads.");
    private readonly Option<int> _seconds = NumberOption.Create("--seconds", 10, "How long each slice is measured.");
    private readonly Option<int> _rounds = NumberOption.Create("--rounds", 3, "Rounds, each there and back (A B B A).");
    private readonly Option<int> _lines = NumberOption.Create("--lines", 5, "Lines of a basket.");
    private readonly Option<int> _rules =
        NumberOption.Create("--rules", 20, "Active rules of the program of a started server.");

    private readonly Option<CallKind?> _mode = new("--mode") { Description = "One kind of call for itself." };
    private readonly Option<bool> _hot = new("--hot") { Description = "All earns on one member, against spread." };
    private readonly Option<bool> _rpc = new("--rpc") { Description = "Our gRPC stack, against bare Kestrel." };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Reads every answer and compares the balances of all members at the end. Costs generator time.",
    };

    private readonly Option<double?> _floor = new("--floor")
    {
        Description = "Ends with exit code 3 where the first ratio is below.",
    };

    private readonly Option<string> _program = new("--program-id")
    {
        Description = "The members' program.", DefaultValueFactory = _ => "load",
    };

    private readonly Option<string> _currency = new("--currency")
    {
        Description = "The currency of baskets.", DefaultValueFactory = _ => "GBP",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    private EchoRatioCommand()
    {
    }

    public static Command Create()
    {
        var options = new EchoRatioCommand();
        var command = new Command("echo-ratio", "Measures durable earns against an echo of the same requests, in turn.")
        {
            options._server, options._serverPid, options._echoServer, options._serverAssembly, options._data,
            options._members, options._connections, options._inFlight, options._threads, options._seconds,
            options._rounds, options._lines, options._rules, options._mode, options._hot, options._rpc, options._check,
                options._floor,
            options._program, options._currency, options._json,
        };
        command.SetAction(parsed => Execute(options.Read(parsed), parsed.GetValue(options._json)));
        return command;
    }

    private static int Execute(RunOptions options, bool json)
    {
        try
        {
            var report = Run.Execute(options, new ProgressDisplay());
            if (json)
                JsonReport.Print(report);
            else
                TextReport.Print(report);
            return report.VoidBecause.Count > 0 ? Void : report.IsBelowFloor ? BelowFloor : Valid;
        }
        catch (Exception e) when (e is RunRefusedException or SocketException or Http2Exception)
        {
            Console.Error.WriteLine(e.Message);
            return Refused;
        }
    }

    private RunOptions Read(ParseResult parsed) => new()
    {
        Server = parsed.GetValue(_server),
        ServerProcessId = parsed.GetValue(_serverPid),
        EchoServer = parsed.GetValue(_echoServer),
        ServerAssembly = parsed.GetValue(_serverAssembly),
        DataFolder = parsed.GetValue(_data),
        Members = parsed.GetValue(_members),
        Shape = new LoadShape(
            parsed.GetValue(_connections), parsed.GetValue(_inFlight),
            Math.Min(parsed.GetValue(_threads), Math.Min(parsed.GetValue(_connections), Sequences.Threads))),
        Window = TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
        WarmUp = TimeSpan.FromSeconds(1),
        Rounds = parsed.GetValue(_rounds),
        Lines = parsed.GetValue(_lines),
        Rules = parsed.GetValue(_rules),
        Comparison = parsed.GetValue(_mode) is { } kind ? Comparison.Single(kind)
            : parsed.GetValue(_hot) ? Comparison.Hot
            : parsed.GetValue(_rpc) ? Comparison.Rpc
            : Comparison.Echo,
        Check = parsed.GetValue(_check),
        Floor = parsed.GetValue(_floor),
        ProgramId = parsed.GetValue(_program)!,
        CurrencyCode = parsed.GetValue(_currency)!,
    };
}
