using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;
using Status = Grpc.Core.Status;

namespace LoyaltyEngine.Rpc.Tests;

public sealed class UnaryCallTests
{
    [Theory]
    [InlineData(Action.Unspecified)]
    [InlineData(Action.Yield)]
    [InlineData(Action.HeadersFirst)]
    public async Task Call_HandlerAnswers_GivesItsResponse(Action action)
    {
        await using var server = await ProbeServer.StartAsync();

        var response = await server.Client.ProbeAsync(
            new ProbeRequest { Text = "tëxt", Payload = ByteString.CopyFrom(1, 2, 3), Action = action });

        response.Text.ShouldBe("tëxt");
        response.Payload.ToByteArray().ShouldBe([1, 2, 3]);
        response.HasDeadline.ShouldBeFalse();
        response.Peer.ShouldStartWith("ipv4:127.0.0.1:");
    }

    [Fact]
    public async Task Call_EmptyMessages_Succeeds()
    {
        await using var server = await ProbeServer.StartAsync();

        (await server.Client.NothingAsync(new NothingRequest())).ShouldBe(new NothingResponse());
    }

    [Fact]
    public async Task BlockingCall_HandlerAnswers_GivesItsResponse()
    {
        await using var server = await ProbeServer.StartAsync();

        server.Client.Probe(new ProbeRequest { Text = "here" }).Text.ShouldBe("here");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(3_000_000)]
    public async Task Call_PayloadOfAnySize_ComesBack(int size)
    {
        await using var server = await ProbeServer.StartAsync();
        var payload = new byte[size];
        new Random(size).NextBytes(payload);

        var response = await server.Client.ProbeAsync(new ProbeRequest { Payload = ByteString.CopyFrom(payload) });

        response.Payload.Span.SequenceEqual(payload).ShouldBeTrue();
    }

    [Fact]
    public async Task Call_ManyAtOnce_EachGetsItsOwnResponse()
    {
        await using var server = await ProbeServer.StartAsync();

        var calls = Enumerable.Range(0, 2000).Select(async i =>
        {
            var request = new ProbeRequest { Text = $"{i}", Action = i % 2 == 0 ? Action.Yield : Action.Unspecified };
            using var call = server.Client.ProbeAsync(request, new Metadata { { "x-echo", $"{i}" } });
            (await call).Text.ShouldBe($"{i}");
            call.GetTrailers().GetValue("x-echo").ShouldBe($"{i}");
        });

        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Call_HandlerThrowsRpcException_PassesStatusAndTrailers()
    {
        await using var server = await ProbeServer.StartAsync();
        var request = new ProbeRequest { Action = Action.Fail, Code = 9, Text = "50 % of \t\r\n ünïcode 😈" };

        var failure = await Should.ThrowAsync<RpcException>(async () => await server.Client.ProbeAsync(request));

        failure.Status.ShouldBe(new Status(StatusCode.FailedPrecondition, request.Text));
        failure.Trailers.GetValue("x-reason").ShouldBe("asked for");
        server.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Call_HandlerFailsAfterHeaders_PassesStatusInTrailers()
    {
        await using var server = await ProbeServer.StartAsync();
        var request = new ProbeRequest { Action = Action.HeadersFirst, Code = 5, Text = "gone" };

        using var call = server.Client.ProbeAsync(request);
        var failure = await Should.ThrowAsync<RpcException>(async () => await call);

        failure.Status.ShouldBe(new Status(StatusCode.NotFound, "gone"));
        (await call.ResponseHeadersAsync).GetValue("x-first").ShouldBe("yes");
        call.GetStatus().StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Call_RichError_ComesWhole()
    {
        await using var server = await ProbeServer.StartAsync();
        var request = new ProbeRequest { Action = Action.FailRichly, Text = "too few" };

        var failure = await Should.ThrowAsync<RpcException>(async () => await server.Client.ProbeAsync(request));

        failure.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        var info = failure.GetRpcStatus().ShouldNotBeNull().GetDetail<ErrorInfo>().ShouldNotBeNull();
        info.Reason.ShouldBe("INSUFFICIENT_POINTS");
        info.Metadata["missing"].ShouldBe("7");
    }

    [OwnStackFact("The official server answers UNKNOWN.")]
    public async Task Call_HandlerThrowsAnythingElse_IsInternalWithoutItsText()
    {
        await using var server = await ProbeServer.StartAsync();
        var request = new ProbeRequest { Action = Action.Throw, Text = "password" };

        var failure = await Should.ThrowAsync<RpcException>(async () => await server.Client.ProbeAsync(request));

        failure.StatusCode.ShouldBe(StatusCode.Internal);
        failure.Status.Detail.ShouldNotContain("password");
        failure.Status.Detail.ShouldNotContain("secret");
        server.Log.Lines.ShouldHaveSingleItem().ShouldContain("/loyalty.rpc.probe.v1.ProbeService/Probe");
    }

    [Fact]
    public async Task Call_HandlerSetsStatus_FailsWithIt()
    {
        await using var server = await ProbeServer.StartAsync();
        var request = new ProbeRequest { Action = Action.SetStatus, Code = 10, Text = "again" };

        var failure = await Should.ThrowAsync<RpcException>(async () => await server.Client.ProbeAsync(request));

        failure.Status.ShouldBe(new Status(StatusCode.Aborted, "again"));
    }

    [OwnStackFact("The official server answers CANCELLED.")]
    public async Task Call_HandlerReturnsNull_IsInternal()
    {
        await using var server = await ProbeServer.StartAsync();

        var failure = await Should.ThrowAsync<RpcException>(
            async () => await server.Client.ProbeAsync(new ProbeRequest { Action = Action.ReturnNull }));

        failure.StatusCode.ShouldBe(StatusCode.Internal);
    }

    [OwnStackTheory("The official server answers UNKNOWN, or logs it twice.")]
    [InlineData(Action.BadTrailer)]
    [InlineData(Action.BadTrailerAndFail)]
    public async Task Call_TrailerThatHttpCannotCarry_IsInternal(Action action)
    {
        await using var server = await ProbeServer.StartAsync();

        var failure = await Should.ThrowAsync<RpcException>(
            async () => await server.Client.ProbeAsync(new ProbeRequest { Action = action }));

        failure.StatusCode.ShouldBe(StatusCode.Internal);
        server.Log.Lines.ShouldHaveSingleItem();
    }
}
