using System.Text;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>What a hostile or broken client may cost the server. The server's clock is a fake one.</summary>
public sealed class StreamLimitTests : IAsyncLifetime
{
    private const string Gather = "/loyalty.rpc.probe.v1.ProbeService/Gather";
    private const string Chat = "/loyalty.rpc.probe.v1.ProbeService/Chat";
    private const string Count = "/loyalty.rpc.probe.v1.ProbeService/Count";
    private const int NoError = 0x0;
    private const int Cancel = 0x8;

    private static readonly TimeSpan _idle = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _longestUnary = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _longestStream = TimeSpan.FromHours(2);
    private static readonly CallLimits _limits = new()
    {
        StreamIdleTimeout = _idle,
        MaxStreamMessages = 3,
        MaxStreamBytes = 100_000,
        MaxUnaryDuration = _longestUnary,
        MaxStreamDuration = _longestStream,
    };

    private readonly FakeTimeProvider _time = new();
    private ProbeServer _server = null!;
    private RawClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ProbeServer.StartAsync(
            options => options.Limits = _limits,
            services => services.AddSingleton<TimeProvider>(_time));
        _client = new RawClient(_server.Address);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _server.DisposeAsync();
    }

    [Theory]
    [InlineData(3, StatusCode.OK)]
    [InlineData(4, StatusCode.ResourceExhausted)]
    public async Task Messages_AsManyAsAllowed_ArePartOfTheStream(int count, StatusCode expected)
    {
        var messages = Enumerable.Repeat(RawClient.Frame(new ProbeRequest()), count);

        (await _client.PostAsync(Gather, new PiecewiseContent(messages))).Status.ShouldBe(expected);
    }

    [Theory]
    [InlineData(2, StatusCode.OK)]
    [InlineData(3, StatusCode.ResourceExhausted)]
    public async Task Bytes_PastTheLimitOnceInflated_AreResourceExhausted(int count, StatusCode expected)
    {
        var message = new ProbeRequest { Payload = ByteString.CopyFrom(new byte[40_000]) }.ToByteArray();
        var messages = Enumerable.Repeat(RawClient.Frame(RawClient.Gzip(message), flag: 1), count);

        var response = await _client.PostAsync(Gather, new PiecewiseContent(messages), ("grpc-encoding", "gzip"));

        response.Status.ShouldBe(expected);
    }

    [Fact]
    public async Task Bytes_MoreThanKestrelAllowsARequest_AreNoLimitOfStreams()
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client.Gather();
        var request = new ProbeRequest { Payload = ByteString.CopyFrom(new byte[1_000_000]) };

        for (var i = 0; i < 31; i++)
            await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();

        (await call).Count.ShouldBe(31);
    }

    [Fact]
    public async Task Message_LongerThanAllowed_IsRefusedBeforeItComes()
    {
        var never = new TaskCompletionSource();
        byte[] prefixOfFiveMegabytes = [0, 0, 0x50, 0, 0];

        var response = await _client.PostAsync(Chat, new PiecewiseContent([prefixOfFiveMegabytes], never.Task));

        response.Status.ShouldBe(StatusCode.ResourceExhausted);
        never.SetResult();
    }

    [Fact]
    public async Task Message_SmallOfHugeContent_IsResourceExhausted()
    {
        var bomb = RawClient.Frame(RawClient.Gzip(new byte[64 * 1024 * 1024]), flag: 1);

        var response = await _client.PostAsync(Chat, new PiecewiseContent([bomb]), ("grpc-encoding", "gzip"));

        response.Status.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Theory]
    [InlineData(new byte[] { 2, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1, 2 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 0xFF, 0xFF })]
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 7 })]
    public async Task Message_Wrong_EndsTheStreamInternal(byte[] wrong)
    {
        byte[][] pieces = [RawClient.Frame(new ProbeRequest { Text = "right" }), wrong];

        var response = await _client.PostAsync(Chat, new PiecewiseContent(pieces));

        ProbeResponse.Parser.ParseFrom(response.Body.AsSpan(5)).Text.ShouldBe("right");
        response.Status.ShouldBe(StatusCode.Internal);
        _server.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Encoding_Unknown_IsUnimplementedAndNamesTheKnown()
    {
        var message = RawClient.Frame([1], flag: 1);

        var response = await _client.PostAsync(Chat, new PiecewiseContent([message]), ("grpc-encoding", "snappy"));

        response.Status.ShouldBe(StatusCode.Unimplemented);
        response.Headers["grpc-accept-encoding"].ShouldBe("identity,gzip");
    }

    [Theory]
    [InlineData(Gather)]
    [InlineData(Chat)]
    public async Task Client_SendsPartOfAMessageAndStalls_EndsTheCall(string path)
    {
        var rest = new TaskCompletionSource();
        var part = RawClient.Frame(new ProbeRequest { Text = "late" })[..7];

        var call = _client.PostAsync(path, new PiecewiseContent([part], rest.Task));
        await AdvanceUntilAsync(call, _idle / 4);

        (await call).Status.ShouldBe(StatusCode.Cancelled);
        (await call).Message.ShouldContain("waited too long");
        rest.SetResult();
    }

    [Fact]
    public async Task Client_SendsAByteNowAndThen_IsStalledAllTheSame()
    {
        using var connection = await RawConnection.OpenAsync(_server.Address);
        await connection.SendCallAsync(1, Gather);
        await connection.SendDataAsync(1, RawClient.Frame(new byte[100])[..5]);

        var ending = connection.ReadAsync(RawFrame.Headers);
        for (var i = 1; i <= 100 && !ending.IsCompleted; i++)
        {
            // Time enough for the server to see the byte before its clock moves; all bytes make a message.
            await connection.SendDataAsync(1, [0], isEnd: i == 100);
            await Task.WhenAny(ending, Task.Delay(20));
            _time.Advance(_idle / 4);
        }

        (await ending).IsEnd.ShouldBeTrue();
        Encoding.Latin1.GetString((await ending).Payload).ShouldContain("waited too long");
    }

    [Fact]
    public async Task Client_SendsNothingWhileTheHandlerWorks_IsNotStalled()
    {
        using var call = _server.Client.Gather();
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "a" });
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "b", Action = Action.Hang });
        await _server.Handler.Started.Task;

        _time.Advance(2 * _idle);
        _server.Handler.Release.SetResult();
        await call.RequestStream.CompleteAsync();

        (await call).Text.ShouldBe("ab");
    }

    [Theory]
    [InlineData(Count, Action.Unspecified)]
    [InlineData(Count, Action.HoldBack)]
    [InlineData(Chat, Action.Unspecified)]
    public async Task Client_ReadsNothing_HasItsStreamReset(string path, Action action)
    {
        using var connection = await RawConnection.OpenAsync(_server.Address, window: 0);
        var payload = ByteString.CopyFrom(new byte[10_000]);
        var request = new ProbeRequest { Action = action, Count = 100, Payload = payload };
        await connection.SendCallAsync(1, path);
        await connection.SendDataAsync(1, RawClient.Frame(request), isEnd: true);
        // Else the clock might move before the request is read, and that wait be the one that is too long.
        await connection.ReadAsync(RawFrame.Headers);

        var resetting = connection.ReadAsync(RawFrame.Reset);
        await AdvanceUntilAsync(resetting, _idle / 4);

        (await resetting).ErrorCode.ShouldBe(Cancel);
        _server.Log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Gather)]
    [InlineData(Chat)]
    public async Task Handler_EndsBeforeItsClient_AnswersWholeAndAsksToStop(string path)
    {
        using var connection = await RawConnection.OpenAsync(_server.Address);
        await connection.SendCallAsync(1, path);
        await connection.SendDataAsync(1, RawClient.Frame(new ProbeRequest { Action = Action.Stop }));

        RawFrame frame;
        do
            frame = (await connection.ReadAsync()).ShouldNotBeNull();
        while (!frame.IsEnd);
        var reset = (await connection.ReadAsync()).ShouldNotBeNull();

        frame.Type.ShouldBe(RawFrame.Headers);
        reset.Type.ShouldBe(RawFrame.Reset);
        reset.ErrorCode.ShouldBe(NoError);
    }

    [Theory]
    [InlineData(Action.Stop)]
    [InlineData(Action.LeaveReading)]
    public async Task Handler_HasEnded_ItsStreamsAreClosed(Action action)
    {
        using var call = _server.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = action });
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();

        var reading = await Should.ThrowAsync<InvalidOperationException>(() => _server.Handler.Requests!.MoveNext());
        var writing = await Should.ThrowAsync<InvalidOperationException>(
            () => _server.Handler.Responses!.WriteAsync(new ProbeResponse()));

        reading.Message.ShouldBe("The call is over.");
        writing.Message.ShouldBe("The call is over.");
        if (action == Action.LeaveReading)
            (await Should.ThrowAsync<InvalidOperationException>(_server.Handler.LeftRead!)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Handler_ThrowsAfterResponses_SendsNothingOfItsException()
    {
        byte[][] pieces =
        [
            RawClient.Frame(new ProbeRequest()),
            RawClient.Frame(new ProbeRequest { Text = "password", Action = Action.Throw }),
        ];

        var response = await _client.PostAsync(Chat, new PiecewiseContent(pieces));

        response.Status.ShouldBe(StatusCode.Internal);
        response.Message.ShouldBe("The server failed to handle the call.");
        _server.Log.Lines.ShouldHaveSingleItem().ShouldContain("password");
    }

    [Fact]
    public async Task Deadline_NotAskedFor_IsTheServersOwn()
    {
        var call = _server.Client.ProbeAsync(new ProbeRequest { Action = Action.Hang });
        await _server.Handler.Started.Task;

        _time.Advance(_longestUnary + TimeSpan.FromSeconds(1));

        (await Should.ThrowAsync<RpcException>(async () => await call)).StatusCode
            .ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Deadline_LongerThanTheServersOwn_IsCut()
    {
        var response = _client.PostAsync(
            RawClient.ProbePath,
            new PiecewiseContent([RawClient.Frame(new ProbeRequest { Action = Action.Wait })]),
            ("grpc-timeout", "99999999H"));
        await _server.Handler.Started.Task;

        _time.Advance(_longestUnary + TimeSpan.FromSeconds(1));

        (await response).Status.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Deadline_OfAStream_IsTheServersOwnToo()
    {
        using var call = _server.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = Action.Wait });
        await _server.Handler.Started.Task;

        _time.Advance(_longestUnary + TimeSpan.FromSeconds(1));
        _server.Handler.Cancelled.Task.IsCompleted.ShouldBeFalse();
        _time.Advance(_longestStream);

        (await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode
            .ShouldBe(StatusCode.DeadlineExceeded);
        await _server.Handler.Cancelled.Task;
    }

    [Fact]
    public async Task Deadline_PassesWhileAHandlerReads_AnswersDeadlineExceeded()
    {
        var rest = new TaskCompletionSource();
        var part = RawClient.Frame(new ProbeRequest { Action = Action.NextOrCancel });

        var call = _client.PostAsync(Gather, new PiecewiseContent([part], rest.Task), ("grpc-timeout", "1M"));
        await _server.Handler.Started.Task;
        await AdvanceUntilAsync(call, TimeSpan.FromSeconds(20));

        (await call).Status.ShouldBe(StatusCode.DeadlineExceeded);
        await _server.Handler.Cancelled.Task;
        rest.SetResult();
    }

    /// <summary>Moves the server's clock on: the server may not have begun to wait when it is moved first.</summary>
    private async Task AdvanceUntilAsync(Task ending, TimeSpan step)
    {
        while (!ending.IsCompleted)
        {
            _time.Advance(step);
            await Task.WhenAny(ending, Task.Delay(1));
        }
    }
}
