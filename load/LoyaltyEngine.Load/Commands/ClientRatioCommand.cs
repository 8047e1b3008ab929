using System.CommandLine;
using LoyaltyEngine.Load.Running;

namespace LoyaltyEngine.Load.Commands;

/// <summary><c>loyalty-load client-ratio</c>: our C# client against h2load, at the same server in turn.</summary>
internal static class ClientRatioCommand
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Compiled = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var connections = NumberOption.Create("--connections", 4, "HTTP/2 connections.");
        var inFlight = NumberOption.Create("--in-flight", 64, "Calls in flight over all connections.");
        var seconds = NumberOption.Create("--seconds", 4, "How long each slice is measured.");
        var rounds = NumberOption.Create("--rounds", 3, "Rounds, each there and back (A B B A).");
        var isBare = new Option<bool>("--bare")
        {
            Description = "Calls by HttpMessageInvoker alone, what our client can at most be, instead of our client.",
        };
        var command = new Command("client-ratio", "Measures empty calls by our C# client against h2load's, in turn.")
        {
            connections, inFlight, seconds, rounds, isBare,
        };
        command.SetAction((parsed, _) => RunAsync(
            new LoadShape(parsed.GetValue(connections), parsed.GetValue(inFlight), 1),
            TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            parsed.GetValue(rounds),
            parsed.GetValue(isBare)));
        return command;
    }

    private static async Task<int> RunAsync(LoadShape shape, TimeSpan window, int rounds, bool isBare)
    {
        try
        {
            using var server = ChildProcess.Start(
                typeof(ClientRatioCommand).Assembly.Location, url => ServeEchoCommand.Arguments(url, null));
            var url = new Uri($"http://{server.EndPoint}");
            var (ours, theirs) = (new List<ClientSliceResult>(), new List<double>());
            // Code is compiled again while it runs, the client's here and the server's there: that is not to count.
            await ClientSlice.RunAsync(url, shape, Compiled, WarmUp, isBare);
            for (var round = 1; round <= rounds; round++)
            {
                ours.Add(await ClientSlice.RunAsync(url, shape, WarmUp, window, isBare));
                theirs.Add(await H2Load.RunAsync(new Uri(url, ClientSlice.Path), shape, WarmUp, window));
                theirs.Add(await H2Load.RunAsync(new Uri(url, ClientSlice.Path), shape, WarmUp, window));
                ours.Add(await ClientSlice.RunAsync(url, shape, WarmUp, window, isBare));
                Console.WriteLine(
                    $"round {round}: client {ours[^2].PerSecond:N0} and {ours[^1].PerSecond:N0}/s, "
                    + $"h2load {theirs[^2]:N0} and {theirs[^1]:N0}/s");
            }

            Print(isBare ? "BARE" : "CLIENT", ours, theirs, shape);
            return 0;
        }
        catch (RunRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 2;
        }
    }

    private static void Print(string name, List<ClientSliceResult> ours, List<double> theirs, LoadShape shape)
    {
        var ratios = ours.Zip(theirs, (client, h2load) => client.PerSecond / h2load).ToList();
        Console.WriteLine(
            $"{name} {Statistics.Median(ratios):N3} ({ratios.Min():N3} to {ratios.Max():N3}): "
            + $"client {Statistics.Median(ours.Select(one => one.PerSecond)):N0}/s, "
            + $"h2load {Statistics.Median(theirs):N0}/s");
        Console.WriteLine(
            $"the client took {Statistics.Median(ours.Select(one => one.TimePerCall.TotalMicroseconds)):N1} µs and "
            + $"{Statistics.Median(ours.Select(one => (double)one.BytesPerCall)):N0} bytes a call; "
            + $"{shape.InFlight} in flight over {shape.Connections} connections");
    }
}
