using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;

namespace LoyaltyEngine.Rpc.Tests;

public sealed class ClientDeadlineTests
{
    private const int Calls = 400;

    /// <summary>
    /// Timers count ticks of a clock of their own, so that some fire up to a millisecond early by the deadline's clock;
    /// interop case timeout_on_sleeping_server.
    /// </summary>
    [Fact]
    public async Task Deadline_TimerFiresEarly_IsNoCancellation()
    {
        await using var server = await ProbeServer.StartAsync();
        var statuses = new List<StatusCode>();

        for (var i = 0; i < Calls; i++)
        {
            var deadline = DateTime.UtcNow + TimeSpan.FromMicroseconds(900 + (10 * i % 1000));
            using var call = server.Client.Chat(deadline: deadline);
            var failure = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext());
            statuses.Add(failure.StatusCode);
        }

        statuses.ShouldAllBe(status => status == StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Call_CancelledBeforeItsDeadline_IsCancelled()
    {
        await using var server = await ProbeServer.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var deadline = DateTime.UtcNow.AddMinutes(5);
        using var byToken = server.Client.Chat(deadline: deadline, cancellationToken: cancellation.Token);
        using var byReader = server.Client.Chat(deadline: deadline);

        var readings = new[]
        {
            byToken.ResponseStream.MoveNext(), byReader.ResponseStream.MoveNext(cancellation.Token),
        };
        await cancellation.CancelAsync();

        foreach (var reading in readings)
            (await Should.ThrowAsync<RpcException>(reading)).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Call_DisposedBeforeItsDeadline_IsCancelled()
    {
        await using var server = await ProbeServer.StartAsync();
        var call = server.Client.ProbeAsync(
            new ProbeRequest { Action = ProbeRequest.Types.Action.Wait }, deadline: DateTime.UtcNow.AddMinutes(5));
        await server.Handler.Started.Task;

        call.Dispose();

        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Cancelled);
    }
}
