using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Calls with streams share pooled state with all others: none may be seen in another's answer.</summary>
public sealed class PooledStreamTests
{
    private const int Calls = 1500;
    private const int MostAtOnce = 100;
    private const int MostMessages = 20;

    [OwnStackFact("The official client ends some of these calls UNAVAILABLE.")]
    public async Task Streams_EndingInEveryWayAtOnce_NeverMix()
    {
        await using var server = await ProbeServer.StartAsync(services: services =>
            services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.Http2.MaxStreamsPerConnection = Calls));
        using var gate = new SemaphoreSlim(MostAtOnce);
        var seed = Environment.TickCount;
        var random = new Random(seed);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Calls).Select(async number =>
        {
            var (kind, messages) = (random.Next(6), random.Next(1, MostMessages));
            await gate.WaitAsync();
            try
            {
                return await ChatAsync(server, $"{number}", kind, messages);
            }
            finally
            {
                gate.Release();
            }
        }));

        outcomes.ShouldContain(StatusCode.OK, $"seed {seed}");
        outcomes.ShouldContain(StatusCode.Cancelled, $"seed {seed}");
        outcomes.ShouldContain(StatusCode.Aborted, $"seed {seed}");
        outcomes.Except([StatusCode.OK, StatusCode.Cancelled, StatusCode.Aborted, StatusCode.DeadlineExceeded])
            .ShouldBeEmpty($"seed {seed}");
        server.Log.Lines.ShouldBeEmpty();
    }

    private static async Task<StatusCode> ChatAsync(ProbeServer server, string own, int kind, int messages)
    {
        using var cancellation = new CancellationTokenSource();
        DateTime? deadline = kind == 1 ? DateTime.UtcNow.AddMilliseconds(messages) : null;
        using var call = server.Client.Chat(
            new Metadata { { "x-echo", own } }, deadline, cancellationToken: cancellation.Token);
        var last = kind switch
        {
            2 => Action.Stop,
            3 => Action.LeaveReading,
            4 => Action.Fail,
            _ => Action.Yield,
        };
        try
        {
            for (var i = 1; i <= messages; i++)
            {
                var action = i == messages ? last : Action.Unspecified;
                await call.RequestStream.WriteAsync(
                    new ProbeRequest { Text = own, Action = action, Code = (int)StatusCode.Aborted });
                if (kind == 5 && i == messages / 2)
                    await cancellation.CancelAsync();
                if (!await call.ResponseStream.MoveNext())
                    break;
                call.ResponseStream.Current.Text.ShouldBe(own);
            }

            await call.RequestStream.CompleteAsync();
            (await call.ResponseStream.MoveNext()).ShouldBeFalse();
            call.GetTrailers().GetValue("x-echo").ShouldBe(own);
            call.GetTrailers().GetValue("x-count").ShouldBe($"{messages}");
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            if (failure.StatusCode == StatusCode.Aborted)
                failure.Status.Detail.ShouldBe(own);
            return failure.StatusCode;
        }
    }
}
