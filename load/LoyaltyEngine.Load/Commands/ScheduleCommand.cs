using System.CommandLine;
using System.Net.Sockets;
using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Load.Running;

namespace LoyaltyEngine.Load.Commands;

/// <summary><c>loyalty-load schedule</c>: what <c>GetBalance</c> costs of a member with many lots.</summary>
internal static class ScheduleCommand
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var lots = NumberOption.Create("--lots", 520, "Purchases of a member, a week between them: ten years.");
        var members = NumberOption.Create("--members", 100, "Members with so many, and as many with one.");
        var connections = NumberOption.Create("--connections", 4, "HTTP/2 connections.");
        var inFlight = NumberOption.Create("--in-flight", 64, "Calls in flight over all connections.");
        var seconds = NumberOption.Create("--seconds", 4, "How long each slice is measured.");
        var rounds = NumberOption.Create("--rounds", 3, "Rounds, each there and back (A B C C B A).");
        var data = new Option<string?>("--data")
        {
            Description = "Where the server keeps its data. Without it, a new folder under ./data, deleted afterwards.",
        };
        var assembly = new Option<string?>("--server-assembly") { Description = "The loyalty-server.dll to start." };
        var command = new Command(
            "schedule",
            "Measures GetBalance of members with one lot and with many, and with include_schedule, in turn.")
        {
            lots, members, connections, inFlight, seconds, rounds, data, assembly,
        };
        command.SetAction(parsed => Execute(new ScheduleOptions
        {
            ServerAssembly = parsed.GetValue(assembly),
            DataFolder = parsed.GetValue(data),
            Lots = parsed.GetValue(lots),
            Members = parsed.GetValue(members),
            Shape = new LoadShape(parsed.GetValue(connections), parsed.GetValue(inFlight), 1),
            WarmUp = WarmUp,
            Window = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            Rounds = parsed.GetValue(rounds),
        }));
        return command;
    }

    private static int Execute(ScheduleOptions options)
    {
        try
        {
            var sides = ScheduleRun.Execute(options, new ProgressDisplay());
            foreach (var (name, side) in sides)
            {
                var latency = side.Calls.Latency;
                Console.WriteLine(
                    $"{name}: {side.MedianPerSecond:N0}/s ({side.MinPerSecond:N0} to {side.MaxPerSecond:N0}), "
                    + $"p50 {latency.Percentile(0.5).TotalMicroseconds:N0} µs, "
                    + $"p99 {latency.Percentile(0.99).TotalMicroseconds:N0} µs, "
                    + $"server {side.ServerMicrosecondsPerCall:N1} µs a call, "
                    + $"answer {side.Calls.MeanAnswerBytes:N0} bytes, {side.Calls.Failed:N0} failed, "
                    + $"others {side.OthersShare:P0}");
            }

            return sides.Any(side => side.Side.Calls.Failed > 0) ? 1 : 0;
        }
        catch (Exception e) when (e is RunRefusedException or SocketException or Http2Exception)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
