using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Deadlines run on the server's clock, which is a fake one here; the client's own is far away.</summary>
public sealed class DeadlineTests : IAsyncLifetime
{
    // Far for the client, near for the server's own limit of two minutes.
    private static readonly TimeSpan _far = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private ProbeServer _server = null!;

    public async ValueTask InitializeAsync()
        => _server = await ProbeServer.StartAsync(services: services => services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Deadline_Present_IsSeenByTheHandler()
        => (await CallAsync(Action.Unspecified)).HasDeadline.ShouldBeTrue();

    [Theory]
    [InlineData(Action.Wait)]
    [InlineData(Action.Hang)]
    public async Task Deadline_PassesWhileHandlerRuns_AnswersDeadlineExceeded(Action action)
    {
        var call = CallAsync(action);
        await _server.Handler.Started.Task;

        await AdvanceUntilAsync(call, 2 * _far);

        (await Should.ThrowAsync<RpcException>(call)).Status.Detail.ShouldBe("Deadline Exceeded");
        if (action == Action.Wait)
            await _server.Handler.Cancelled.Task;
        _server.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deadline_OfEachOfManyCalls_PassesAtItsOwnTime()
    {
        const int calls = 40;
        using var client = new RawClient(_server.Address);
        var seconds = Enumerable.Range(1, calls).ToArray();
        new Random(7).Shuffle(seconds);
        var request = RawClient.Frame(new ProbeRequest { Action = Action.Hang });
        var running = seconds.ToDictionary(
            second => second,
            second => client.PostAsync(
                RawClient.ProbePath, new ByteArrayContent(request), ("grpc-timeout", $"{second}S")));
        await _server.Handler.AwaitHangingAsync(calls);

        for (var second = 1; second <= calls; second++)
        {
            running.Count(call => call.Value.IsCompleted).ShouldBe(second - 1);
            await AdvanceUntilAsync(running[second], TimeSpan.FromSeconds(1));
            (await running[second]).Status.ShouldBe(StatusCode.DeadlineExceeded);
        }

        _server.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deadline_NotPassed_LetsTheHandlerAnswer()
    {
        var call = CallAsync(Action.Hang);
        await _server.Handler.Started.Task;

        _time.Advance(_far / 2);
        _server.Handler.Release.SetResult();

        (await call).Text.ShouldBe("x");
    }

    [Fact]
    public async Task Deadline_OfACallLongOver_DoesNotTouchTheNext()
    {
        (await CallAsync(Action.Yield)).Text.ShouldBe("x");
        var next = _server.Client.ProbeAsync(new ProbeRequest { Text = "y", Action = Action.Hang });
        await _server.Handler.Started.Task;

        _time.Advance(1.5 * _far);
        _server.Handler.Release.SetResult();

        (await next).Text.ShouldBe("y");
    }

    [Fact]
    public async Task Deadline_PassesWhileRequestIsComing_AnswersDeadlineExceeded()
    {
        using var client = new RawClient(_server.Address);
        var rest = new TaskCompletionSource();
        var part = RawClient.Frame(new ProbeRequest { Text = "late" })[..4];

        var call = client.PostAsync(
            RawClient.ProbePath, new PiecewiseContent([part], rest.Task), ("grpc-timeout", "1M"));
        await AdvanceUntilAsync(call, 2 * _far, 2 * _far);

        (await call).Status.ShouldBe(StatusCode.DeadlineExceeded);
        rest.SetResult();
    }

    [Fact]
    public async Task ClientDeadline_PassedBefore_FailsWithoutACall()
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await _server.Client.ProbeAsync(
            new ProbeRequest { Action = Action.Wait }, deadline: DateTime.UtcNow.AddSeconds(-1)));

        failure.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        _server.Handler.Started.Task.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task ClientDeadline_Passes_FailsOnTheClientToo()
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await _server.Client.ProbeAsync(
            new ProbeRequest { Action = Action.Hang }, deadline: DateTime.UtcNow.AddMilliseconds(50)));

        failure.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_ByTheClient_CancelsTheHandler(bool hasDeadline)
    {
        using var cancellation = new CancellationTokenSource();
        DateTime? deadline = hasDeadline ? DateTime.UtcNow + _far : null;
        var call = _server.Client.ProbeAsync(
            new ProbeRequest { Action = Action.Wait }, deadline: deadline, cancellationToken: cancellation.Token);
        await _server.Handler.Started.Task;

        await cancellation.CancelAsync();

        (await Should.ThrowAsync<RpcException>(async () => await call)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await _server.Handler.Cancelled.Task;
        _server.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Disposal_OfAnUnfinishedCall_CancelsTheHandler()
    {
        var call = _server.Client.ProbeAsync(new ProbeRequest { Action = Action.Wait });
        await _server.Handler.Started.Task;

        call.Dispose();

        await _server.Handler.Cancelled.Task;
        (await Should.ThrowAsync<RpcException>(async () => await call)).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Deadline_OfAStream_EndsIt()
    {
        using var call = _server.Client.Count(
            new ProbeRequest { Count = 2, Action = Action.Wait }, deadline: DateTime.UtcNow + _far);
        await call.ResponseStream.MoveNext();
        await call.ResponseStream.MoveNext();
        await _server.Handler.Started.Task;

        _time.Advance(2 * _far);

        var failure = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext());
        failure.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    /// <summary>Moves the clock, and on a little until the server, which may not wait yet, has seen it.</summary>
    private async Task AdvanceUntilAsync(Task call, TimeSpan time, TimeSpan? again = null)
    {
        _time.Advance(time);
        while (await Task.WhenAny(call, Task.Delay(1)) != call)
            _time.Advance(again ?? TimeSpan.FromMilliseconds(1));
    }

    private async Task<ProbeResponse> CallAsync(Action action)
        => await _server.Client.ProbeAsync(
            new ProbeRequest { Text = "x", Action = action }, deadline: DateTime.UtcNow + _far);
}
