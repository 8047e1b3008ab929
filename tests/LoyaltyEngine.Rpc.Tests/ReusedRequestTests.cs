using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>A unary call hands its request message and its cancellation on, and nothing with them.</summary>
public sealed class ReusedRequestTests
{
    private const int Calls = 50;

    [Fact]
    public async Task Metadata_OfOneCall_IsNotSentByTheNext()
    {
        await using var server = await ProbeServer.StartAsync();
        await server.Client.ProbeAsync(new ProbeRequest());

        using var marked = server.Client.ProbeAsync(new ProbeRequest(), new Metadata { { "x-echo", "mine" } });
        await marked;
        using var next = server.Client.ProbeAsync(new ProbeRequest());
        await next;

        marked.GetTrailers().GetValue("x-echo").ShouldBe("mine");
        next.GetTrailers().GetValue("x-echo").ShouldBeNull();
    }

    [Fact]
    public async Task Deadline_OfACallThatEnded_IsNotTheNextOnes()
    {
        await using var server = await ProbeServer.StartAsync();
        var soon = DateTime.UtcNow.AddSeconds(2);
        (await server.Client.ProbeAsync(new ProbeRequest(), deadline: soon)).HasDeadline.ShouldBeTrue();

        var lingering = new ProbeRequest { Action = Action.Linger, Count = 2200 };
        var next = await server.Client.ProbeAsync(lingering);

        next.HasDeadline.ShouldBeFalse();
        DateTime.UtcNow.ShouldBeGreaterThan(soon);
    }

    [Fact]
    public async Task Cancelling_ACallThatEnded_DoesNotCancelTheNext()
    {
        await using var server = await ProbeServer.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var over = server.Client.ProbeAsync(new ProbeRequest(), cancellationToken: cancellation.Token);
        await over;

        var next = server.Client.ProbeAsync(new ProbeRequest { Action = Action.Hang, Text = "next" }).ResponseAsync;
        await server.Handler.Started.Task;
        over.Dispose();
        await cancellation.CancelAsync();
        server.Handler.Release.SetResult();

        (await next).Text.ShouldBe("next");
    }

    [Fact]
    public async Task Texts_OfCallsOfAllLengthsAtOnce_ComeBackToTheirCallers()
    {
        await using var server = await ProbeServer.StartAsync();

        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(
                async number =>
                {
                    var text = new string((char)('a' + (number % 26)), number * number);
                    return (text, (await server.Client.ProbeAsync(new ProbeRequest { Text = text })).Text);
                }));

            answers.ShouldAllBe(one => one.text == one.Item2);
        }
    }

    [Fact]
    public async Task Channel_DisposedAfterCalls_EndsTheOneUnderWay()
    {
        await using var server = await ProbeServer.StartAsync();
        await server.Client.ProbeAsync(new ProbeRequest());
        var waiting = server.Client.ProbeAsync(new ProbeRequest { Action = Action.Wait }).ResponseAsync;
        await server.Handler.Started.Task;

        server.Channel.Dispose();

        (await Should.ThrowAsync<RpcException>(waiting)).StatusCode.ShouldBe(StatusCode.Cancelled);
    }
}
