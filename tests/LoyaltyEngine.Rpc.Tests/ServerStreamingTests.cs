using Google.Protobuf;
using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

public sealed class ServerStreamingTests : IAsyncLifetime
{
    private ProbeServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ProbeServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 10)]
    [InlineData(500, 100)]
    [InlineData(10, 100_000)]
    public async Task Stream_OfAnyLength_ComesInOrder(int count, int size)
    {
        var request = new ProbeRequest { Text = "m", Count = count, Payload = ByteString.CopyFrom(new byte[size]) };
        using var call = _server.Client.Count(request);

        var received = new List<ProbeResponse>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
            received.Add(response);

        received.Select(one => one.Text).ShouldBe(Enumerable.Range(0, count).Select(i => $"m{i}"));
        received.ShouldAllBe(one => one.Payload.Length == size);
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Stream_HandlerFails_GivesItsMessagesThenItsStatus(int count)
    {
        using var call = _server.Client.Count(
            new ProbeRequest { Text = "m", Count = count, Action = Action.Fail, Code = 9 });

        for (var i = 0; i < count; i++)
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        var failure = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext());

        failure.Status.ShouldBe(new Status(StatusCode.FailedPrecondition, "m"));
        call.GetStatus().ShouldBe(failure.Status);
    }

    [Fact]
    public async Task Stream_MessagesHeldBack_AllComeAtTheEnd()
    {
        using var call = _server.Client.Count(new ProbeRequest { Count = 5, Action = Action.HoldBack });

        for (var i = 0; i < 5; i++)
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
    }

    [Fact]
    public async Task Stream_MessageLongerThanTheServerMaySend_IsResourceExhaustedAfterTheOthers()
    {
        await using var server = await ProbeServer.StartAsync(options => options.MaxSendMessageSize = 100);
        using var call = server.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "short" });
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = new string('x', 101) });

        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        var failure = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext());

        failure.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Stream_GivenUpWithoutReading_CancelsTheHandler()
    {
        var call = _server.Client.Count(new ProbeRequest { Count = 1, Action = Action.Wait });
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        await _server.Handler.Started.Task;

        call.Dispose();

        await _server.Handler.Cancelled.Task;
        call.GetStatus().StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Stream_CancelledByReader_CancelsTheHandler()
    {
        using var call = _server.Client.Count(new ProbeRequest { Action = Action.Wait });
        using var cancellation = new CancellationTokenSource();
        await _server.Handler.Started.Task;

        var reading = call.ResponseStream.MoveNext(cancellation.Token);
        await cancellation.CancelAsync();

        (await Should.ThrowAsync<RpcException>(reading)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await _server.Handler.Cancelled.Task;
    }
}
