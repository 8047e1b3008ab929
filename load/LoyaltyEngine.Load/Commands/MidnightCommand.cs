using System.CommandLine;
using System.Net.Sockets;
using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Load.Reports;
using LoyaltyEngine.Load.Running;

namespace LoyaltyEngine.Load.Commands;

/// <summary><c>loyalty-load midnight</c>: whether tills notice that points of many members expire.</summary>
internal sealed class MidnightCommand
{
    private const int Valid = 0;
    private const int Void = 1;
    private const int Refused = 2;
    private const int AboveCeiling = 3;
    private const int MembersPreparedPerSecond = 8_000;
    private const int PreparationSecondsMin = 20;

    private readonly Option<string?> _serverAssembly = new("--server-assembly")
    {
        Description = "The loyalty-server.dll to start. Without it the server built in this repository.",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Where the server keeps its data; must be new or empty, and on a disk. Without it, a new folder "
            + "under ./data, deleted afterwards.",
    };

    private readonly Option<int> _members = NumberOption.Create(
        "--members", 1_000_000, "Members of whom something is due at midnight: half activate, half expire.");
    private readonly Option<int> _loadedMembers = NumberOption.Create(
        "--loaded-members", 100_000, "Other members, who earn meanwhile.");
    private readonly Option<int> _rate = NumberOption.Create("--rate", 5_000, "Earns begun a second (open loop).");
    private readonly Option<int> _connections = NumberOption.Create("--connections", 8, "HTTP/2 connections.");
    private readonly Option<int> _seconds = NumberOption.Create(
        "--seconds", 60, "How long the load is measured before midnight, and again after the due run.");
    private readonly Option<int> _warmUp = NumberOption.Create(
        "--warm-up-seconds", 20, "How long the load runs before it is measured.");
    private readonly Option<int?> _prepare = new("--prepare-seconds")
    {
        Description = "How long preparing may take: midnight is so much later. By default "
            + $"{PreparationSecondsMin} and one for {MembersPreparedPerSecond} members.",
    };
    private readonly Option<int> _most = NumberOption.Create(
        "--run-seconds-max", 1_200, "How long the due run may take before this gives up.");
    private readonly Option<bool> _warm = new("--warm")
    {
        Description = "Leaves the members at rest in the server's memory, instead of restarting it.",
    };
    private readonly Option<int?> _held = new("--members-held-max")
    {
        Description = "How many members the server holds in memory.",
    };
    private readonly Option<string?> _timeline = new("--timeline")
    {
        Description = "A CSV file for the latencies of each second; midnight is second 0.",
    };
    private readonly Option<double?> _ceiling = new("--ceiling")
    {
        Description = "Ends with exit code 3 where the ratio is above.",
    };

    private MidnightCommand()
    {
    }

    public static Command Create()
    {
        var options = new MidnightCommand();
        var command = new Command(
            "midnight",
            "Measures earns before, during and after a midnight at which points of many members activate and expire. "
            + "The clock is the machine's: the program's time zone, of a fixed distance to UTC down to the second, is "
            + "chosen so that its day begins when the server is filled and warm.")
        {
            options._members, options._loadedMembers, options._rate, options._connections, options._seconds,
            options._warmUp, options._prepare, options._most, options._warm, options._held, options._timeline,
            options._ceiling, options._data, options._serverAssembly,
        };
        command.SetAction(parsed => Execute(options.Read(parsed)));
        return command;
    }

    private static int Execute(MidnightOptions options)
    {
        try
        {
            var report = MidnightRun.Execute(options, new ProgressDisplay());
            MidnightText.Print(report);
            return report.VoidBecause.Count > 0 ? Void : report.IsAboveCeiling ? AboveCeiling : Valid;
        }
        catch (Exception e) when (e is RunRefusedException or SocketException or Http2Exception)
        {
            Console.Error.WriteLine(e.Message);
            return Refused;
        }
    }

    private MidnightOptions Read(ParseResult parsed)
    {
        var members = parsed.GetValue(_members);
        var loaded = parsed.GetValue(_loadedMembers);
        return new MidnightOptions
        {
            ServerAssembly = parsed.GetValue(_serverAssembly),
            DataFolder = parsed.GetValue(_data),
            Members = members,
            LoadedMembers = loaded,
            Rate = parsed.GetValue(_rate),
            Connections = parsed.GetValue(_connections),
            Window = TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
            WarmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp)),
            Preparation = TimeSpan.FromSeconds(
                parsed.GetValue(_prepare) ?? PreparationSecondsMin + (members + loaded) / MembersPreparedPerSecond),
            RunMax = TimeSpan.FromSeconds(parsed.GetValue(_most)),
            IsWarm = parsed.GetValue(_warm),
            MembersHeldMax = parsed.GetValue(_held),
            TimelineFile = parsed.GetValue(_timeline),
            Ceiling = parsed.GetValue(_ceiling),
        };
    }
}
