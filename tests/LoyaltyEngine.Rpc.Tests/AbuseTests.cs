using System.Net.Sockets;
using LoyaltyEngine.Rpc.Tests.Probe;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>What one connection may do to the others: nothing.</summary>
public sealed class AbuseTests
{
    private const byte Continuation = 0x9;
    private const int Cancel = 0x8;
    private const int Resets = 10_000;

    [Fact]
    public async Task RapidReset_OfCallsThatWait_LeavesNoneBehindAndHarmsNobody()
    {
        await using var server = await ProbeServer.StartAsync();
        using var abuser = await RawConnection.OpenAsync(server.Address);
        var request = RawClient.Frame(new ProbeRequest { Action = Action.Wait });

        var abuse = UntilClosedAsync(async () =>
        {
            for (var i = 0; i < Resets; i++)
            {
                var stream = (2 * i) + 1;
                await abuser.SendCallAsync(stream, RawClient.ProbePath);
                await abuser.SendDataAsync(stream, request, isEnd: true);
                await abuser.SendResetAsync(stream, Cancel);
            }
        });
        for (var i = 0; i < 50; i++)
            (await server.Client.ProbeAsync(new ProbeRequest { Text = $"{i}" })).Text.ShouldBe($"{i}");
        await abuse;

        // A handler that still waited would hold its call, and the server's end, for ever.
        (await server.Client.ProbeAsync(new ProbeRequest { Text = "after" })).Text.ShouldBe("after");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await server.StopAsync(patience.Token);
        patience.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task HeaderFlood_InContinuationsWithoutEnd_ClosesItsConnectionOnly()
    {
        await using var server = await ProbeServer.StartAsync();
        using var abuser = await RawConnection.OpenAsync(server.Address);
        // One header field, literal and not indexed: the name "a", a value of 100 bytes.
        byte[] field = [0, 1, (byte)'a', 100, .. Enumerable.Repeat((byte)'x', 100)];
        var block = Enumerable.Repeat(field, 100).SelectMany(bytes => bytes).ToArray();
        var sent = 0;

        var isClosed = await UntilClosedAsync(async () =>
        {
            await abuser.SendAsync(RawFrame.Headers, 0, 1, block);
            for (; sent < Resets; sent++)
                await abuser.SendAsync(Continuation, 0, 1, block);
        });

        isClosed.ShouldBeTrue($"{sent} frames of headers without an end were taken");
        (await server.Client.ProbeAsync(new ProbeRequest { Text = "after" })).Text.ShouldBe("after");
    }

    private static async Task<bool> UntilClosedAsync(Func<Task> abuse)
    {
        try
        {
            await abuse();
            return false;
        }
        catch (Exception closed) when (closed is IOException or SocketException)
        {
            return true;
        }
    }
}
