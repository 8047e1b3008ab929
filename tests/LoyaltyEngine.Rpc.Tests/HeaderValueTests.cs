using System.Text;
using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Header values that are no printable ASCII, as gRPC's grammar wants them.</summary>
public sealed class HeaderValueTests
{
    private const string NotUtf8 = "caf\u00E9";
    private const string Utf8 = "caf\u00C3\u00A9";

    [Theory]
    [InlineData(NotUtf8)]
    [InlineData(Utf8)]
    public async Task Request_ValueOfOtherBytes_ComesBackAndHarmsNobody(string value)
    {
        await using var server = await ProbeServer.StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Address);

        for (var stream = 1; stream <= 3; stream += 2)
        {
            await connection.SendCallAsync(stream, RawClient.ProbePath, ("x-echo", value));
            await connection.SendDataAsync(stream, RawClient.Frame(new ProbeRequest()), isEnd: true);
            RawFrame frame;
            do
                frame = (await connection.ReadAsync()).ShouldNotBeNull();
            while (!frame.IsEnd);

            frame.Stream.ShouldBe(stream);
            if (stream == 1)
                Encoding.Latin1.GetString(frame.Payload).ShouldContain(value);
        }

        server.Log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(WebCaller.Http1, NotUtf8)]
    [InlineData(WebCaller.Http2, NotUtf8)]
    [InlineData(WebCaller.Http1, Utf8)]
    public async Task GrpcWeb_ValueOfOtherBytes_ComesBack(string version, string value)
    {
        await using var caller = await WebCaller.StartAsync(version);

        var response = await caller.PostAsync(
            RawClient.ProbePath, "application/grpc-web", [0, 0, 0, 0, 0], ("x-echo", value));

        Encoding.Latin1.GetString(response.Body).ShouldContain($"x-echo: {value}\r\n");
        caller.Server.Log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(WebCaller.Http1, NotUtf8)]
    [InlineData(WebCaller.Http2, NotUtf8)]
    [InlineData(WebCaller.Http1, Utf8)]
    public async Task Connect_ValueOfOtherBytes_ComesBack(string version, string value)
    {
        await using var caller = await WebCaller.StartAsync(version);

        var response = await caller.ProbeAsync("{}", ("x-echo", value));

        response.Headers["trailer-x-echo"].ShouldBe(value);
        caller.Server.Log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("caf\u00E9")]
    [InlineData("\u6F22")]
    [InlineData("two\r\nlines")]
    [InlineData("\0")]
    public async Task Client_ValueNotPrintableAscii_FailsThatCallAlone(string value)
    {
        await using var server = await ProbeServer.StartAsync();
        var hanging = server.Client.ProbeAsync(
            new ProbeRequest { Text = "mine", Action = ProbeRequest.Types.Action.Hang });
        await server.Handler.Started.Task;

        var failure = await Should.ThrowAsync<RpcException>(async () => await server.Client.ProbeAsync(
            new ProbeRequest(), new Metadata { { "x-echo", value } }));
        server.Handler.Release.SetResult();

        failure.StatusCode.ShouldBe(StatusCode.Internal);
        failure.Status.Detail.ShouldContain("x-echo");
        (await hanging).Text.ShouldBe("mine");
    }
}
