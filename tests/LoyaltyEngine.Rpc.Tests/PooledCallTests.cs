using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Calls are pooled on the server: none may ever be seen in another's answer.</summary>
public sealed class PooledCallTests
{
    private const int Calls = 3000;
    private const int MostAtOnce = 200;

    [OwnStackFact("The official server logs a request that was reset as an error.")]
    public async Task Calls_EndingInEveryWayAtOnce_NeverMix()
    {
        // Calls given up by their clients still run here; past twice this number the server would close the connection.
        await using var server = await ProbeServer.StartAsync(services: services =>
            services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.Http2.MaxStreamsPerConnection = Calls));
        using var gate = new SemaphoreSlim(MostAtOnce);
        var seed = Environment.TickCount;
        var random = new Random(seed);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Calls).Select(async number =>
        {
            var (kind, linger, patience) = (random.Next(4), random.Next(6), random.Next(1, 12));
            await gate.WaitAsync();
            try
            {
                return await CallAsync(server, number, kind, linger, patience);
            }
            finally
            {
                gate.Release();
            }
        }));

        outcomes.ShouldContain(StatusCode.OK, $"seed {seed}");
        outcomes.ShouldContain(StatusCode.DeadlineExceeded, $"seed {seed}");
        outcomes.Except([StatusCode.OK, StatusCode.DeadlineExceeded, StatusCode.Cancelled]).ShouldBeEmpty();
        server.Log.Lines.ShouldBeEmpty();
    }

    private static async Task<StatusCode> CallAsync(ProbeServer server, int number, int kind, int linger, int patience)
    {
        var request = new ProbeRequest
        {
            Text = $"{number}",
            Count = linger,
            Action = kind % 2 == 0 ? Action.Linger : Action.LingerHeedfully,
        };
        using var cancellation = new CancellationTokenSource();
        if (kind == 3)
            cancellation.CancelAfter(patience);
        DateTime? deadline = kind switch
        {
            0 => null,
            1 or 2 => DateTime.UtcNow.AddMilliseconds(patience),
            _ => DateTime.UtcNow.AddMinutes(1),
        };

        using var call = server.Client.ProbeAsync(request, deadline: deadline, cancellationToken: cancellation.Token);
        try
        {
            var response = await call;
            response.Text.ShouldBe($"{number}");
            response.HasDeadline.ShouldBe(deadline is not null);
            call.GetTrailers().GetAll("x-own").ShouldHaveSingleItem().Value.ShouldBe($"{number}");
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            failure.Trailers.Get("x-own").ShouldBeNull();
            return failure.StatusCode;
        }
    }
}
