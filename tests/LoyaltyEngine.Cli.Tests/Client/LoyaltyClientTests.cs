using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using LoyaltyEngine.Cli.Tests.Fakes;
using LoyaltyEngine.Client;
using LoyaltyEngine.Protos.V1;
using Microsoft.Extensions.Time.Testing;

namespace LoyaltyEngine.Cli.Tests.Client;

public sealed class LoyaltyClientTests
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly List<LoyaltyRetry> _retries = [];

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.ResourceExhausted)]
    public async Task EarnPoints_TransientFailure_SendsTheVerySameRequestAgain(StatusCode code)
    {
        var connection = new ScriptedInvoker(Throw(Refusals.Plain(code)), Throw(Refusals.Plain(code)), Earned);

        await ClientOf(connection).EarnPointsAsync(new EarnPointsRequest { MemberId = "m" });

        connection.Requests.Count.ShouldBe(3);
        connection.Requests.Distinct().Count().ShouldBe(1);
        ((EarnPointsRequest)connection.Requests[0]).RequestId.Length.ShouldBe(32);
    }

    [Fact]
    public async Task EarnPoints_RequestIdGiven_IsKept()
    {
        var connection = new ScriptedInvoker(Earned);

        await ClientOf(connection).EarnPointsAsync(new EarnPointsRequest { MemberId = "m", RequestId = "mine" });

        ((EarnPointsRequest)connection.Requests[0]).RequestId.ShouldBe("mine");
    }

    [Fact]
    public async Task EarnPoints_NoRequestId_WritesTheNewOneIntoTheRequest()
    {
        var request = new EarnPointsRequest { MemberId = "m" };

        await ClientOf(new ScriptedInvoker(Earned)).EarnPointsAsync(request);

        request.RequestId.ShouldNotBeEmpty();
        RequestIds.Create().ShouldNotBe(request.RequestId);
    }

    [Fact]
    public async Task EarnPoints_ManyFailures_PausesTwiceAsLongUpToTheMaximum()
    {
        var connection = new ScriptedInvoker(Throw(Refusals.Plain(StatusCode.Unavailable)));

        var failure = await Should.ThrowAsync<LoyaltyUnansweredException>(
            () => ClientOf(connection).EarnPointsAsync(new EarnPointsRequest { MemberId = "m" }));

        failure.Attempts.ShouldBe(6);
        _retries.Select(retry => retry.Pause.TotalMilliseconds).ShouldBe([75, 150, 300, 450, 450]);
        _retries.Select(retry => retry.FailedAttempts).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task EarnPoints_RetryInfo_IsHonoured()
    {
        var overloaded = Refusals.Of(
            StatusCode.ResourceExhausted, "NODE_OVERLOADED", "busy",
            new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(3)) });

        await ClientOf(new ScriptedInvoker(Throw(overloaded), Earned)).EarnPointsAsync(new EarnPointsRequest());

        _retries.Single().Pause.ShouldBe(TimeSpan.FromSeconds(3));
        _retries.Single().Error.Reason.ShouldBe(ErrorReason.NodeOverloaded);
    }

    [Fact]
    public async Task EarnPoints_PauseBeyondTheLimit_GivesUpAtOnce()
    {
        var overloaded = Refusals.Of(
            StatusCode.ResourceExhausted, "NODE_OVERLOADED", "busy",
            new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMinutes(3)) });

        var failure = await Should.ThrowAsync<LoyaltyUnansweredException>(
            () => ClientOf(new ScriptedInvoker(Throw(overloaded))).EarnPointsAsync(new EarnPointsRequest()));

        failure.Attempts.ShouldBe(1);
        failure.Error.RetryDelay.ShouldBe(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task EarnPoints_Attempts_HaveDeadlinesOfTheirOwn()
    {
        var connection = new ScriptedInvoker(Throw(Refusals.Plain(StatusCode.Unavailable)), Earned);
        var begin = _time.GetUtcNow().UtcDateTime;

        await ClientOf(connection).EarnPointsAsync(new EarnPointsRequest());

        connection.Deadlines[0].ShouldBe(begin.AddSeconds(5));
        connection.Deadlines[1].ShouldBe(begin.AddSeconds(5).AddMilliseconds(75));
    }

    [Fact]
    public async Task BurnPoints_Refused_IsNotSentAgainAndTellsWhy()
    {
        var shape = new BadRequest();
        shape.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = "points", Description = "too many" });
        var connection = new ScriptedInvoker(Throw(Refusals.Of(
            StatusCode.FailedPrecondition, "INSUFFICIENT_POINTS", "Only 3 points.", shape)));

        var refusal = await Should.ThrowAsync<LoyaltyRefusedException>(
            () => ClientOf(connection).BurnPointsAsync(new BurnPointsRequest { MemberId = "m" }));

        connection.Requests.Count.ShouldBe(1);
        refusal.Error.Reason.ShouldBe(ErrorReason.InsufficientPoints);
        refusal.Error.FieldViolations.ShouldBe([new FieldViolation("points", "too many")]);
        refusal.EarlierAttemptUnanswered.ShouldBeFalse();
        refusal.Message.ShouldBe("INSUFFICIENT_POINTS: Only 3 points.");
    }

    [Fact]
    public async Task BurnPoints_RefusedAfterAnUnansweredAttempt_SaysThatAbsenceIsNotFinal()
    {
        var connection = new ScriptedInvoker(
            Throw(Refusals.Plain(StatusCode.DeadlineExceeded)),
            Throw(Refusals.Of(StatusCode.FailedPrecondition, "INSUFFICIENT_POINTS", "")));

        var refusal = await Should.ThrowAsync<LoyaltyRefusedException>(
            () => ClientOf(connection).BurnPointsAsync(new BurnPointsRequest { MemberId = "m" }));

        refusal.EarlierAttemptUnanswered.ShouldBeTrue();
    }

    [Theory]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.DataLoss)]
    [InlineData(StatusCode.Unknown)]
    public async Task EarnPoints_EngineFails_LeavesTheOutcomeOpenAndIsNotSentAgain(StatusCode code)
    {
        var connection = new ScriptedInvoker(Throw(Refusals.Plain(code)));

        var failure = await Should.ThrowAsync<LoyaltyUnansweredException>(
            () => ClientOf(connection).EarnPointsAsync(new EarnPointsRequest()));

        failure.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task EarnPoints_UnknownReason_KeepsItsName()
    {
        var connection = new ScriptedInvoker(Throw(Refusals.Of(StatusCode.Aborted, "FROM_THE_FUTURE", "?")));

        var refusal = await Should.ThrowAsync<LoyaltyRefusedException>(
            () => ClientOf(connection).EarnPointsAsync(new EarnPointsRequest()));

        refusal.Error.Reason.ShouldBe(ErrorReason.Unspecified);
        refusal.Error.ReasonName.ShouldBe("FROM_THE_FUTURE");
    }

    [Fact]
    public async Task EarnPoints_DetailsUnreadable_StillTellsTheCode()
    {
        var trailers = new Metadata { { "grpc-status-details-bin", new byte[] { 0xff, 0xff } } };
        var connection = new ScriptedInvoker(
            Throw(new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "gone"), trailers)));

        var refusal = await Should.ThrowAsync<LoyaltyRefusedException>(
            () => ClientOf(connection).EarnPointsAsync(new EarnPointsRequest()));

        refusal.Error.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task EarnPoints_SeveralConnections_KeepToOneUntilItFails()
    {
        var away = new ScriptedInvoker(Throw(Refusals.Plain(StatusCode.Unavailable)));
        var there = new ScriptedInvoker(Earned);
        var client = ClientOf(away, there);

        for (var i = 0; i < 4; i++)
            await client.EarnPointsAsync(new EarnPointsRequest { MemberId = "m" });

        there.Requests.Count.ShouldBe(4);
        away.Requests.Count.ShouldBeOneOf(0, 4);
    }

    [Fact]
    public async Task EarnPoints_CancelledWhilePausing_Stops()
    {
        using var wish = new CancellationTokenSource();
        var client = new LoyaltyClient(
            new LoyaltyClientOptions { Addresses = [], Time = _time, Retrying = _ => wish.Cancel() },
            [new ScriptedInvoker(Throw(Refusals.Plain(StatusCode.Unavailable)))]);

        await Should.ThrowAsync<OperationCanceledException>(
            () => client.EarnPointsAsync(new EarnPointsRequest(), wish.Token));
    }

    private static object Earned(object request) => new EarnPointsResponse();

    private static Func<object, object> Throw(RpcException failure) => _ => throw failure;

    /// <summary>
    /// A client whose pauses pass at once on the fake clock, with three quarters of each pause drawn.
    /// </summary>
    private LoyaltyClient ClientOf(params CallInvoker[] connections) => new(
        new LoyaltyClientOptions
        {
            Addresses = [],
            MaxAttempts = 6,
            FirstPause = TimeSpan.FromMilliseconds(100),
            MaxPause = TimeSpan.FromMilliseconds(600),
            GiveUpAfter = TimeSpan.FromMinutes(2),
            Jitter = () => 0.5,
            Time = new PassingTime(_time),
            Retrying = _retries.Add,
        },
        connections);
}
