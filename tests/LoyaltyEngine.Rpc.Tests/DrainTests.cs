using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>A server that goes away: what is under way ends as if it did not, and all else goes elsewhere.</summary>
public sealed class DrainTests
{
    private const int RefusedStream = 0x7;
    private const int NoError = 0x0;

    [Fact]
    public async Task Server_Stopping_LetsCallsFinishAndRefusesNewOnes()
    {
        await using var server = await ProbeServer.StartAsync();
        using var watcher = await RawConnection.OpenAsync(server.Address);
        using var chat = server.Client.Chat();
        await chat.RequestStream.WriteAsync(new ProbeRequest { Text = "before" });
        (await chat.ResponseStream.MoveNext()).ShouldBeTrue();
        var hanging = server.Client.ProbeAsync(new ProbeRequest { Text = "mine", Action = Action.Hang });
        await server.Handler.Started.Task;

        var stopping = server.StopAsync();
        (await watcher.ReadAsync(RawFrame.GoAway)).ErrorCode.ShouldBe(NoError);
        await chat.RequestStream.WriteAsync(new ProbeRequest { Text = "after" });
        (await chat.ResponseStream.MoveNext()).ShouldBeTrue();
        chat.ResponseStream.Current.Text.ShouldBe("after");
        var refused = await RefusedAsync(server);
        stopping.IsCompleted.ShouldBeFalse();
        await chat.RequestStream.CompleteAsync();
        server.Handler.Release.SetResult();

        refused.StatusCode.ShouldBe(StatusCode.Unavailable, refused.Status.ToString());
        (await hanging).Text.ShouldBe("mine");
        (await chat.ResponseStream.MoveNext()).ShouldBeFalse();
        await stopping;
        server.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Server_StoppedWithItsCallsUnfinished_FailsThemUnavailable()
    {
        await using var server = await ProbeServer.StartAsync();
        using var chat = server.Client.Chat();
        await chat.RequestStream.WriteAsync(new ProbeRequest { Text = "before" });
        (await chat.ResponseStream.MoveNext()).ShouldBeTrue();

        await server.StopAsync(new CancellationToken(canceled: true));
        var failure = await Should.ThrowAsync<RpcException>(() => chat.ResponseStream.MoveNext());

        failure.StatusCode.ShouldBe(StatusCode.Unavailable, failure.Status.ToString());
    }

    [Fact]
    public async Task Stream_RefusedOnce_IsTriedAgainUnseen()
    {
        var calls = 0;
        await using var server = await RefusingAsync(() => Interlocked.Increment(ref calls) == 1);

        (await server.Client.ProbeAsync(new ProbeRequest { Text = "x" })).Text.ShouldBe("x");

        calls.ShouldBe(2);
    }

    [OwnStackFact("The official client has no such retry of a stream.")]
    public async Task Stream_RefusedOnceBeforeAnyRequest_IsTriedAgainUnseen()
    {
        var calls = 0;
        await using var server = await RefusingAsync(() => Interlocked.Increment(ref calls) == 1);
        using var call = server.Client.Gather();
        while (Volatile.Read(ref calls) < 2)
            await Task.Yield();

        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "x" });
        await call.RequestStream.CompleteAsync();

        (await call).Text.ShouldBe("x");
    }

    [Fact]
    public async Task Stream_RefusedAfterARequest_IsUnavailable()
    {
        var requests = 0;
        var received = new TaskCompletionSource();
        await using var server = await RefusingAsync(() => true, async http =>
        {
            // The transport may open the call once more, and takes it back when it finds the request gone.
            var read = await http.Request.BodyReader.ReadAtLeastAsync(1);
            if (read.Buffer.IsEmpty)
                return;
            Interlocked.Increment(ref requests);
            received.TrySetResult();
        });
        using var call = server.Client.Gather();
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "x" });
        await received.Task;

        var failure = await Should.ThrowAsync<RpcException>(async () => await call);

        failure.StatusCode.ShouldBe(StatusCode.Unavailable, failure.Status.ToString());
        requests.ShouldBe(1);
    }

    /// <summary>Calls until one is refused: the listener may still take a connection while the server stops.</summary>
    private static async Task<RpcException> RefusedAsync(ProbeServer server)
    {
        while (true)
        {
            try
            {
                await server.Client.ProbeAsync(new ProbeRequest());
            }
            catch (RpcException refused)
            {
                return refused;
            }
        }
    }

    private static Task<ProbeServer> RefusingAsync(Func<bool> isRefused, Func<HttpContext, Task>? before = null)
        => ProbeServer.StartAsync(app: app =>
        {
            app.Use(async (http, next) =>
            {
                if (before is not null)
                    await before(http);
                if (isRefused())
                    http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(RefusedStream);
                else
                    await next(http);
            });
            app.MapGrpcService<ProbeHandler>();
        });
}
