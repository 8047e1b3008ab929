using System.Diagnostics;
using Grpc.Net.Client;
using LoyaltyEngine.Load.Measure;
using LoyaltyEngine.Load.Protos.V1;

namespace LoyaltyEngine.Load.Running;

/// <summary>Empty calls by the C# client of this repository, closed loop, in this process.</summary>
internal static class ClientSlice
{
    private static readonly EmptyRequest Request = new();

    /// <summary>Calls until the window is over, which begins after the warm-up.</summary>
    public static async Task<ClientSliceResult> RunAsync(Uri url, LoadShape shape, TimeSpan warmUp, TimeSpan window)
    {
        var channels = Enumerable.Range(0, shape.Connections).Select(_ => GrpcChannel.ForAddress(url)).ToList();
        try
        {
            using var end = new CancellationTokenSource();
            var counts = new long[shape.InFlight];
            var loops = Enumerable.Range(0, shape.InFlight).Select(i => Task.Run(
                () => CallAsync(new(channels[i % channels.Count]), counts, i, end.Token))).ToArray();

            await Task.Delay(warmUp);
            var (calls, bytes) = (Sum(counts), GC.GetTotalAllocatedBytes(precise: true));
            var (time, cpu) = (Stopwatch.GetTimestamp(), ProcessMeter.Own.Used());
            await Task.Delay(window);
            var elapsed = Stopwatch.GetElapsedTime(time);
            (calls, bytes) = (Sum(counts) - calls, GC.GetTotalAllocatedBytes(precise: true) - bytes);
            cpu = ProcessMeter.Own.Used() - cpu;

            await end.CancelAsync();
            await Task.WhenAll(loops);
            return new ClientSliceResult(
                calls / elapsed.TotalSeconds, bytes / Math.Max(1, calls), cpu / Math.Max(1, calls));
        }
        finally
        {
            channels.ForEach(channel => channel.Dispose());
        }
    }

    private static async Task CallAsync(
        EchoService.EchoServiceClient client, long[] counts, int index, CancellationToken end)
    {
        var count = 0L;
        while (!end.IsCancellationRequested)
        {
            await client.EmptyAsync(Request, cancellationToken: CancellationToken.None);
            Volatile.Write(ref counts[index], ++count);
        }
    }

    private static long Sum(long[] counts)
    {
        var sum = 0L;
        for (var i = 0; i < counts.Length; i++)
            sum += Volatile.Read(ref counts[i]);
        return sum;
    }
}
