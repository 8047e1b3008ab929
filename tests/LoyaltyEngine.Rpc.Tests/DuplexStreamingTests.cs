using Google.Protobuf;
using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

public sealed class DuplexStreamingTests : IAsyncLifetime
{
    private ProbeServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ProbeServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Messages_ToAndFro_AreAnsweredOneByOne()
    {
        using var call = _server.Client.Chat();
        foreach (var size in new[] { 0, 1, 70_000, 3_000_000 })
        {
            var payload = new byte[size];
            new Random(size).NextBytes(payload);

            await call.RequestStream.WriteAsync(new ProbeRequest { Payload = ByteString.CopyFrom(payload) });
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();

            call.ResponseStream.Current.Payload.Span.SequenceEqual(payload).ShouldBeTrue();
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
        call.GetTrailers().GetValue("x-count").ShouldBe("4");
    }

    [Fact]
    public async Task Messages_BothWaysAtOnce_AllCome()
    {
        const int count = 2000;
        using var call = _server.Client.Chat();

        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
                await call.RequestStream.WriteAsync(new ProbeRequest { Text = $"{i}" });
            await call.RequestStream.CompleteAsync();
        });
        var received = new List<string>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
            received.Add(response.Text);
        await writing;

        received.ShouldBe(Enumerable.Range(0, count).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Stream_Empty_EndsWithItsStatus()
    {
        using var call = _server.Client.Chat();

        await call.RequestStream.CompleteAsync();

        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task Handler_Fails_GivesItsMessagesThenItsStatus()
    {
        using var call = _server.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "a" });
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "no", Action = Action.Fail, Code = 9 });

        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        var failure = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext());

        failure.Status.ShouldBe(new Status(StatusCode.FailedPrecondition, "no"));
        (await Should.ThrowAsync<RpcException>(() => call.RequestStream.WriteAsync(new ProbeRequest())))
            .Status.ShouldBe(failure.Status);
    }

    [Theory]
    [InlineData(Action.Stop)]
    [InlineData(Action.LeaveReading)]
    public async Task Handler_EndsEarly_EndsTheStreamWithItsStatus(Action action)
    {
        using var call = _server.Client.Chat();

        await call.RequestStream.WriteAsync(new ProbeRequest { Action = action });

        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
        await Should.ThrowAsync<InvalidOperationException>(() => _server.Handler.Requests!.MoveNext());
        await Should.ThrowAsync<InvalidOperationException>(
            () => _server.Handler.Responses!.WriteAsync(new ProbeResponse()));
        _server.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Handler_EndsWhileTheClientWritesOn_EndsTheWriting()
    {
        using var call = _server.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = Action.Stop });

        await Should.ThrowAsync<Exception>(async () =>
        {
            while (true)
                await call.RequestStream.WriteAsync(new ProbeRequest { Text = new string('x', 10_000) });
        });

        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task Writer_OfTheServerUsedTwiceAtOnce_Throws()
    {
        using var call = _server.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "x", Action = Action.WriteTwice });
        await call.RequestStream.CompleteAsync();

        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        call.ResponseStream.Current.Payload.Length.ShouldBe(3_000_000);
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
    }

    [Fact]
    public async Task Reader_OfTheClientUsedTwiceAtOnce_Throws()
    {
        using var call = _server.Client.Chat();

        var reading = call.ResponseStream.MoveNext();
        await Should.ThrowAsync<InvalidOperationException>(() => call.ResponseStream.MoveNext());
        await call.RequestStream.CompleteAsync();

        (await reading).ShouldBeFalse();
    }

    [OwnStackTheory("The official server ends its read with an IOException.")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_GivesUpWithoutReading_CancelsTheHandler(bool byDisposal)
    {
        using var cancellation = new CancellationTokenSource();
        using var call = _server.Client.Chat(cancellationToken: cancellation.Token);
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "first" });
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = Action.NextOrCancel });
        await _server.Handler.Started.Task;

        if (byDisposal)
            call.Dispose();
        else
            await cancellation.CancelAsync();

        await _server.Handler.Cancelled.Task;
        call.GetStatus().StatusCode.ShouldBe(StatusCode.Cancelled);
        (await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext()))
            .StatusCode.ShouldBe(StatusCode.Cancelled);
        _server.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Responses_Compressed_AreInflated()
    {
        await using var server = await ProbeServer.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        using var call = server.Client.Chat(new Metadata { { "grpc-internal-encoding-request", "gzip" } });

        await call.RequestStream.WriteAsync(new ProbeRequest { Text = new string('a', 9000), Count = 2 });
        await call.RequestStream.CompleteAsync();
        var received = new List<ProbeResponse>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
            received.Add(response);

        received.Select(one => one.Text.Length).ShouldBe([9000, 9000]);
        (await call.ResponseHeadersAsync).GetValue("grpc-encoding").ShouldBeNull();
    }
}
