using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

public sealed class ClientStreamingTests : IAsyncLifetime
{
    private ProbeServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ProbeServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Requests_AnyNumber_AreAllSeenInOrder(int count)
    {
        using var call = _server.Client.Gather();

        for (var i = 0; i < count; i++)
            await call.RequestStream.WriteAsync(new ProbeRequest { Text = $"{i} " });
        await call.RequestStream.CompleteAsync();
        var response = await call;

        response.Count.ShouldBe(count);
        response.Text.ShouldBe(string.Concat(Enumerable.Range(0, count).Select(i => $"{i} ")));
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
        call.GetTrailers().GetValue("x-count").ShouldBe($"{count}");
    }

    [Fact]
    public async Task Headers_BeforeTheAnswer_AreThereWhileTheClientStillWrites()
    {
        using var call = _server.Client.Gather();

        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "a", Action = Action.HeadersFirst });
        (await call.ResponseHeadersAsync).GetValue("x-first").ShouldBe("yes");
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "b" });
        await call.RequestStream.CompleteAsync();

        (await call).Text.ShouldBe("ab");
    }

    [OwnStackTheory("The official client throws an RpcException with that status.")]
    [InlineData(Action.Stop)]
    [InlineData(Action.LeaveReading)]
    public async Task Handler_AnswersEarly_GivesItsResponseAndTakesNoMore(Action action)
    {
        using var call = _server.Client.Gather();

        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "enough", Action = action });
        (await call).Text.ShouldBe("enough");

        await Should.ThrowAsync<InvalidOperationException>(
            () => call.RequestStream.WriteAsync(new ProbeRequest { Text = "more" }));
        _server.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Handler_Fails_WritersSeeItsStatus()
    {
        using var call = _server.Client.Gather();
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "no", Action = Action.Fail, Code = 9 });

        var failure = await Should.ThrowAsync<RpcException>(async () => await call);
        var write = await Should.ThrowAsync<RpcException>(() => call.RequestStream.WriteAsync(new ProbeRequest()));

        failure.Status.ShouldBe(new Status(StatusCode.FailedPrecondition, "no"));
        write.Status.ShouldBe(failure.Status);
        call.GetStatus().ShouldBe(failure.Status);
    }

    [OwnStackFact("The official client may end the write CANCELLED, without the status.")]
    public async Task Handler_FailsWhileTheClientWritesOn_EndsTheWriting()
    {
        using var call = _server.Client.Gather();
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "no", Action = Action.Fail, Code = 9 });

        var write = await Should.ThrowAsync<RpcException>(async () =>
        {
            while (true)
                await call.RequestStream.WriteAsync(new ProbeRequest { Text = new string('x', 10_000) });
        });

        write.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
    }

    [OwnStackFact("The official server answers UNKNOWN.")]
    public async Task Handler_ThrowsAnythingElse_IsInternalWithoutItsText()
    {
        using var call = _server.Client.Gather();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = Action.Throw, Text = "password" });

        var failure = await Should.ThrowAsync<RpcException>(async () => await call);

        failure.StatusCode.ShouldBe(StatusCode.Internal);
        failure.Status.Detail.ShouldNotContain("secret");
        failure.Status.Detail.ShouldNotContain("password");
        _server.Log.Lines.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Writer_AfterCompletion_Throws()
    {
        using var call = _server.Client.Gather();
        await call.RequestStream.CompleteAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new ProbeRequest()));

        (await call).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Writer_UsedTwiceAtOnce_Throws()
    {
        using var call = _server.Client.Gather();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = Action.Hang });
        await _server.Handler.Started.Task;
        // More than flow control lets through while nobody reads.
        var large = new ProbeRequest { Payload = Google.Protobuf.ByteString.CopyFrom(new byte[3_000_000]) };

        var first = call.RequestStream.WriteAsync(large);
        await Should.ThrowAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new ProbeRequest()));
        Should.Throw<InvalidOperationException>(() => call.RequestStream.CompleteAsync());
        _server.Handler.Release.SetResult();
        await first;
        await call.RequestStream.CompleteAsync();

        (await call).Count.ShouldBe(2);
    }

    [OwnStackFact("The official reader throws to its second user, and to the first as well.")]
    public async Task Reader_UsedTwiceAtOnce_Throws()
    {
        using var call = _server.Client.Gather();

        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "a", Action = Action.ReadTwice });
        await _server.Handler.Started.Task;
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "b" });
        await call.RequestStream.CompleteAsync();

        (await call).Text.ShouldBe("a");
        _server.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reader_AfterTheCall_Throws()
    {
        using var call = _server.Client.Gather();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = Action.Stop });
        await call;

        await Should.ThrowAsync<InvalidOperationException>(() => _server.Handler.Requests!.MoveNext());
    }

    [OwnStackTheory("The official server ends the handler's read with an IOException.")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_GivesUp_CancelsTheReadingHandler(bool byDisposal)
    {
        using var cancellation = new CancellationTokenSource();
        var call = _server.Client.Gather(cancellationToken: cancellation.Token);
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = Action.NextOrCancel });
        await _server.Handler.Started.Task;

        if (byDisposal)
            call.Dispose();
        else
            await cancellation.CancelAsync();

        (await Should.ThrowAsync<RpcException>(async () => await call)).StatusCode.ShouldBe(StatusCode.Cancelled);
        (await Should.ThrowAsync<RpcException>(() => call.RequestStream.WriteAsync(new ProbeRequest())))
            .StatusCode.ShouldBe(StatusCode.Cancelled);
        await _server.Handler.Cancelled.Task;
        _server.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_Cancelled_CancelsTheCall()
    {
        using var call = _server.Client.Gather();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = Action.Hang });
        await _server.Handler.Started.Task;
        using var cancellation = new CancellationTokenSource();
        var large = new ProbeRequest { Payload = Google.Protobuf.ByteString.CopyFrom(new byte[3_000_000]) };

        var writing = call.RequestStream.WriteAsync(large, cancellation.Token);
        await cancellation.CancelAsync();

        (await Should.ThrowAsync<RpcException>(writing)).StatusCode.ShouldBe(StatusCode.Cancelled);
        (await Should.ThrowAsync<RpcException>(async () => await call)).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Messages_CompressedOrNotEachByItsOptions_AreRead()
    {
        using var call = _server.Client.Gather(new Metadata { { "grpc-internal-encoding-request", "gzip" } });

        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "a" });
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "b" });
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "c" });
        await call.RequestStream.CompleteAsync();

        (await call).Text.ShouldBe("abc");
    }

    [Fact]
    public async Task Server_NotThere_FailsCallAndWriter()
    {
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress("http://127.0.0.1:1");
        using var call = new ProbeService.ProbeServiceClient(channel).Gather();

        (await Should.ThrowAsync<RpcException>(() => call.RequestStream.WriteAsync(new ProbeRequest())))
            .StatusCode.ShouldBe(StatusCode.Unavailable);
        (await Should.ThrowAsync<RpcException>(async () => await call)).StatusCode.ShouldBe(StatusCode.Unavailable);
        (await Should.ThrowAsync<RpcException>(() => call.ResponseHeadersAsync)).StatusCode
            .ShouldBe(StatusCode.Unavailable);
    }
}
