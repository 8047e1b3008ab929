using System.Diagnostics;
using System.Net;
using Grpc.Net.Client;
using LoyaltyEngine.Load.Measure;
using LoyaltyEngine.Load.Protos.V1;

namespace LoyaltyEngine.Load.Running;

/// <summary>
/// Empty calls by the C# client of this repository, or by the transport beneath it alone, closed loop, in this process.
/// </summary>
internal static class ClientSlice
{
    public const string Path = "/loyalty.load.v1.EchoService/Empty";

    private static readonly EmptyRequest Request = new();
    private static readonly byte[] EmptyFrame = new byte[5];

    /// <summary>Calls until the window is over, which begins after the warm-up.</summary>
    public static async Task<ClientSliceResult> RunAsync(
        Uri url, LoadShape shape, TimeSpan warmUp, TimeSpan window, bool isBare)
    {
        var connections = Enumerable.Range(0, shape.Connections).Select(_ => Connect(url, isBare)).ToList();
        try
        {
            using var end = new CancellationTokenSource();
            var counts = new long[shape.InFlight];
            var loops = Enumerable.Range(0, shape.InFlight).Select(i => Task.Run(
                () => CallAsync(connections[i % connections.Count].CallAsync, counts, i, end.Token))).ToArray();

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
            connections.ForEach(connection => connection.Closing.Dispose());
        }
    }

    private static (Func<Task> CallAsync, IDisposable Closing) Connect(Uri url, bool isBare)
    {
        if (isBare)
        {
            var invoker = new HttpMessageInvoker(new SocketsHttpHandler { ActivityHeadersPropagator = null });
            var method = new Uri(url, Path);
            return (() => CallBareAsync(invoker, method), invoker);
        }

        var channel = GrpcChannel.ForAddress(url);
        var client = new EchoService.EchoServiceClient(channel);
        return (() => client.EmptyAsync(Request, cancellationToken: CancellationToken.None).ResponseAsync, channel);
    }

    /// <summary>The least that a client on <see cref="HttpMessageInvoker"/> does: no gRPC but its frame.</summary>
    private static async Task CallBareAsync(HttpMessageInvoker invoker, Uri method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(EmptyFrame),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        using var response = await invoker.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
        await response.Content.CopyToAsync(Stream.Null).ConfigureAwait(false);
        if (!response.TrailingHeaders.NonValidated.TryGetValues("grpc-status", out var status)
            || status.ToString() != "0")
            throw new RunRefusedException("The server did not answer an empty call.");
    }

    private static async Task CallAsync(Func<Task> callAsync, long[] counts, int index, CancellationToken end)
    {
        var count = 0L;
        while (!end.IsCancellationRequested)
        {
            await callAsync().ConfigureAwait(false);
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
