using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>
/// What Connect and gRPC-Web promise where the stack behind them does: deadlines on a given clock, and no word of an
/// exception.
/// </summary>
public sealed class WebHardeningTests
{
    private const string GrpcWeb = "application/grpc-web";

    [Theory]
    [InlineData("ACTION_THROW")]
    [InlineData("ACTION_RETURN_NULL")]
    [InlineData("ACTION_BAD_TRAILER")]
    public async Task Connect_UnexpectedFailure_TellsNothingOfItsCause(string action)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        var response = await caller.ProbeAsync($$"""{"action":"{{action}}","text":"secret"}""");

        response.Status.ShouldBe(500);
        response.Text.ShouldStartWith("""{"code":"internal","message":"The """);
        response.Text.ShouldNotContain("secret");
        response.Headers.Keys.ShouldNotContain("trailer-x-bad");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("99999999")]
    [InlineData("9999999999")]
    public async Task Connect_TimeoutWellFormed_IsTheCallsDeadline(string milliseconds)
    {
        await using var caller = await WebCaller.StartAsync(
            WebCaller.Http1, services: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()));

        var response = await caller.ProbeAsync("{}", ("connect-timeout-ms", milliseconds));

        JsonDocument.Parse(response.Body).RootElement.GetProperty("hasDeadline").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData(WebCaller.Http1, "ACTION_WAIT")]
    [InlineData(WebCaller.Http2, "ACTION_WAIT")]
    [InlineData(WebCaller.Http1, "ACTION_HANG")]
    [InlineData(WebCaller.Http2, "ACTION_HANG")]
    public async Task Connect_TimeoutPassesWhileHandlerRuns_IsAnsweredThen(string version, string action)
    {
        var time = new FakeTimeProvider();
        await using var caller = await WebCaller.StartAsync(
            version, services: services => services.AddSingleton<TimeProvider>(time));

        var calling = caller.ProbeAsync($$"""{"action":"{{action}}"}""", ("connect-timeout-ms", "60000"));
        await caller.Server.Handler.Started.Task;
        var response = await PastDeadlineAsync(calling, time);

        response.Status.ShouldBe(504);
        response.Text.ShouldBe("""{"code":"deadline_exceeded","message":"Deadline Exceeded"}""");
        caller.Server.Log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(WebCaller.Http1)]
    [InlineData(WebCaller.Http2)]
    public async Task GrpcWeb_DeadlinePassesWhileHandlerHangs_IsAnsweredThen(string version)
    {
        var time = new FakeTimeProvider();
        await using var caller = await WebCaller.StartAsync(
            version, services: services => services.AddSingleton<TimeProvider>(time));

        // Field 3 hang.
        var calling = caller.PostAsync(
            RawClient.ProbePath, GrpcWeb, [0, 0, 0, 0, 2, 0x18, 3], ("grpc-timeout", "1M"));
        await caller.Server.Handler.Started.Task;

        (await PastDeadlineAsync(calling, time)).Headers["grpc-status"].ShouldBe("4");
    }

    [Fact]
    public async Task GrpcWeb_TrailerWithALineBreak_SmugglesNothing()
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        // Field 3: a trailer that HTTP cannot carry.
        var response = await caller.PostAsync(RawClient.ProbePath, GrpcWeb, [0, 0, 0, 0, 2, 0x18, 10]);

        response.Headers["grpc-status"].ShouldBe("13");
        response.Text.ShouldNotContain("x-bad");
    }

    /// <summary>
    /// Lets time pass until there is an answer: the handler may have begun a moment before its deadline is watched.
    /// </summary>
    private static async Task<WebResponse> PastDeadlineAsync(Task<WebResponse> calling, FakeTimeProvider time)
    {
        while (!calling.IsCompleted)
        {
            time.Advance(TimeSpan.FromMinutes(2));
            await Task.Delay(1);
        }

        return await calling;
    }
}
