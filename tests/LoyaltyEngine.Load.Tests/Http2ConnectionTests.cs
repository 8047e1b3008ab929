using LoyaltyEngine.Load.Http2;

namespace LoyaltyEngine.Load.Tests;

public sealed class Http2ConnectionTests : IDisposable
{
    private const int MaxConcurrentStreams = 3;
    private const int InitialWindow = 4;
    private readonly ScriptedServer _server = new();
    private readonly RecordedCalls _calls = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public void Receive_Answers_CompleteTheirCallsInAnyOrder()
    {
        using var connection = _server.Connect();
        Start(connection, 3);
        _server.Answer(5);
        _server.Answer(1);
        _server.Answer(3);

        ReceiveUntil(connection, () => connection.InFlight == 0);

        _calls.Ended.ShouldBe(new Dictionary<int, string?> { [5] = null, [1] = null, [3] = null });
    }

    [Fact]
    public void Receive_TrailersOnlyOverContinuation_IsTheStatus()
    {
        using var connection = _server.Connect();
        Start(connection, 1);
        _server.Send(FrameType.Headers, FrameHeader.EndStream, 1, 0x88);
        _server.Send(FrameType.Continuation, FrameHeader.EndHeaders, 1, ScriptedServer.Status('8'));

        ReceiveUntil(connection, () => connection.InFlight == 0);

        _calls.Ended[1].ShouldBe("RESOURCE_EXHAUSTED");
    }

    [Fact]
    public void Receive_PaddedData_IsCountedWithoutItsPadding()
    {
        using var connection = _server.Connect();
        Start(connection, 1);
        _server.Send(FrameType.Headers, FrameHeader.EndHeaders, 1, 0x88);
        _server.Send(FrameType.Data, FrameHeader.Padded, 1, 2, 0, 0, 0, 0, 0, 9, 9);
        _server.Send(
            FrameType.Headers, FrameHeader.EndHeaders | FrameHeader.EndStream, 1, ScriptedServer.Status('0'));

        ReceiveUntil(connection, () => connection.InFlight == 0);

        _calls.Ended[1].ShouldBeNull();
    }

    [Fact]
    public void Receive_Reset_FailsTheCall()
    {
        using var connection = _server.Connect();
        Start(connection, 2);
        _server.Send(FrameType.RstStream, 0, 3, ScriptedServer.Number(7));
        _server.Answer(1);

        ReceiveUntil(connection, () => connection.InFlight == 0);

        _calls.Ended.ShouldBe(new Dictionary<int, string?> { [3] = "RST_STREAM 7", [1] = null }, ignoreOrder: true);
    }

    [Fact]
    public void Receive_GoAway_FailsLaterCallsAndAwaitsEarlierOnes()
    {
        using var connection = _server.Connect();
        Start(connection, 3);
        _server.Send(FrameType.GoAway, 0, 0, [.. ScriptedServer.Number(1), .. ScriptedServer.Number(0)]);

        ReceiveUntil(connection, () => connection.IsRetiring);
        connection.CanStart(0).ShouldBeFalse();
        connection.InFlight.ShouldBe(1);
        _server.Answer(1);
        ReceiveUntil(connection, () => connection.InFlight == 0);

        _calls.Ended[1].ShouldBeNull();
        _calls.Ended[3].ShouldBe("GOAWAY 0");
        _calls.Ended[5].ShouldBe("GOAWAY 0");
    }

    [Fact]
    public void Receive_Closed_FailsEveryCall()
    {
        using var connection = _server.Connect();
        Start(connection, 2);
        _server.Close();

        ReceiveUntil(connection, () => connection.IsLost);

        _calls.Ended.Count.ShouldBe(2);
        _calls.Ended.Values.ShouldAllBe(failure => failure!.StartsWith("connection"));
    }

    [Fact]
    public void Receive_ClosedWhileIdle_IsTold()
    {
        using var connection = _server.Connect();
        _server.Close();

        ReceiveUntil(connection, () => connection.IsLost);

        _calls.LostBecause!.ShouldStartWith("connection");
    }

    [Fact]
    public void CanStart_AtTheServersLimit_IsFalse()
    {
        using var connection = _server.Connect([0, 3, .. ScriptedServer.Number(MaxConcurrentStreams)]);
        Start(connection, MaxConcurrentStreams);
        connection.CanStart(_calls.MaxDataSize).ShouldBeFalse();

        _server.Answer(3);
        ReceiveUntil(connection, () => connection.InFlight == MaxConcurrentStreams - 1);

        connection.CanStart(_calls.MaxDataSize).ShouldBeTrue();
    }

    [Fact]
    public void CanStart_WindowUsedUp_IsFalseUntilGranted()
    {
        using var connection = _server.Connect([0, 3, .. ScriptedServer.Number(int.MaxValue)]);
        while (connection.CanStart(_calls.MaxDataSize))
            connection.Start(_calls, 0);
        connection.InFlight.ShouldBe(65_535 / _calls.MaxDataSize);

        _server.Send(FrameType.WindowUpdate, 0, 0, ScriptedServer.Number(_calls.MaxDataSize));
        ReceiveUntil(connection, () => connection.CanStart(_calls.MaxDataSize));
    }

    [Fact]
    public void Start_RequestLargerThanAStreamMayCarry_IsRefused()
    {
        using var connection = _server.Connect([0, 4, .. ScriptedServer.Number(InitialWindow)]);
        Should.Throw<Http2Exception>(() => connection.Start(_calls, 0));
    }

    [Fact]
    public void Receive_FrameLargerThanAnnounced_IsRefused()
    {
        using var connection = _server.Connect();
        Start(connection, 1);
        _server.Send(FrameType.Data, 0, 1, new byte[16_385]);
        Should.Throw<Http2Exception>(() => ReceiveUntil(connection, () => false));
    }

    private void Start(Http2Connection connection, int calls)
    {
        for (var i = 0; i < calls; i++)
            connection.Start(_calls, 0);
        connection.Flush();
    }

    private void ReceiveUntil(Http2Connection connection, Func<bool> reached)
    {
        while (!reached())
        {
            connection.Socket.Poll(TimeSpan.FromSeconds(10), System.Net.Sockets.SelectMode.SelectRead).ShouldBeTrue();
            connection.Receive(_calls, 0);
        }
    }
}
