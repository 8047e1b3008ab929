using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Alone: the meter is the process's, and counts the calls of every test that runs beside it.</summary>
[CollectionDefinition(nameof(CallTelemetryTests), DisableParallelization = true)]
[Collection(nameof(CallTelemetryTests))]
public sealed class CallTelemetryTests
{
    [Theory]
    [InlineData(Action.Unspecified, StatusCode.OK, "OK", false)]
    [InlineData(Action.Yield, StatusCode.OK, "OK", false)]
    [InlineData(Action.Throw, StatusCode.Internal, "INTERNAL", true)]
    [InlineData(Action.Fail, StatusCode.NotFound, "NOT_FOUND", false)]
    public async Task Call_AnyEnd_IsMeasuredOnceWithItsCode(
        Action action, StatusCode expected, string code, bool isFault)
    {
        await using var server = await ProbeServer.StartAsync();
        using var listener = new DurationListener();

        (await StatusOfAsync(server, new ProbeRequest { Action = action, Code = (int)StatusCode.NotFound }))
            .ShouldBe(expected);

        var (seconds, tags) = (await listener.WaitAsync(1)).Single();
        seconds.ShouldBeGreaterThan(0);
        tags["rpc.system.name"].ShouldBe("grpc");
        tags["rpc.method"].ShouldBe(MethodName());
        tags["rpc.response.status_code"].ShouldBe(code);
        tags.ContainsKey("error.type").ShouldBe(isFault);
    }

    [Fact]
    public async Task Call_PastItsDeadline_IsMeasuredAsSuch()
    {
        await using var server = await ProbeServer.StartAsync();
        using var listener = new DurationListener();

        // A client that keeps no deadline of its own, so that only the server's can end the call.
        using var client = new RawClient(server.Address);
        var response = await client.PostAsync(
            RawClient.Frame(new ProbeRequest { Action = Action.Hang }), ("grpc-timeout", "100m"));
        response.Status.ShouldBe(StatusCode.DeadlineExceeded);
        server.Handler.Release.TrySetResult();

        (await listener.WaitAsync(1)).Single().Tags["rpc.response.status_code"].ShouldBe("DEADLINE_EXCEEDED");
    }

    [Fact]
    public async Task Call_OfAMethodNobodyMapped_MakesNoSeriesOfItsOwn()
    {
        await using var server = await ProbeServer.StartAsync();
        using var listener = new DurationListener();
        var invoker = server.Channel.CreateCallInvoker();
        var unknown = new Method<ProbeRequest, ProbeResponse>(
            MethodType.Unary, "some.Service", $"M{Guid.NewGuid():N}",
            Marshallers.Create(_ => Array.Empty<byte>(), _ => new ProbeRequest()),
            Marshallers.Create(_ => Array.Empty<byte>(), _ => new ProbeResponse()));

        (await Should.ThrowAsync<RpcException>(async () =>
            await invoker.AsyncUnaryCall(unknown, null, default, new ProbeRequest()))).StatusCode
            .ShouldBe(StatusCode.Unimplemented);

        (await listener.WaitAsync(1)).Single().Tags["rpc.method"].ShouldBe("_OTHER");
    }

    [Fact]
    public async Task Call_WithATraceParent_IsASpanUnderIt()
    {
        var trace = ActivityTraceId.CreateRandom();
        var parent = ActivitySpanId.CreateRandom();
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "LoyaltyEngine.Rpc",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == trace)
                    ended.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await ProbeServer.StartAsync();
        var headers = new Metadata { { "traceparent", $"00-{trace}-{parent}-01" } };

        await server.Client.ProbeAsync(new ProbeRequest { Action = Action.Yield }, headers);
        using (var stream = server.Client.Count(new ProbeRequest { Count = 2 }, headers))
        {
            while (await stream.ResponseStream.MoveNext())
                Activity.Current.ShouldBeNull();
        }

        await Should.ThrowAsync<RpcException>(async () =>
            await server.Client.ProbeAsync(new ProbeRequest { Action = Action.Throw }, headers));
        for (var wait = 0; ended.Count < 3 && wait < 500; wait++)
            await Task.Delay(10);

        ended.Count.ShouldBe(3);
        ended.ShouldAllBe(span => span.ParentSpanId == parent && span.Kind == ActivityKind.Server);
        ended.Select(span => span.OperationName).ShouldBe(
            [MethodName(), MethodName().Replace("/Probe", "/Count"), MethodName()]);
        ended.Select(span => span.Status).ShouldBe(
            [ActivityStatusCode.Unset, ActivityStatusCode.Unset, ActivityStatusCode.Error]);
    }

    private static string MethodName() => $"{ProbeService.Descriptor.FullName}/Probe";

    private static async Task<StatusCode> StatusOfAsync(ProbeServer server, ProbeRequest request)
    {
        try
        {
            await server.Client.ProbeAsync(request);
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    private sealed class DurationListener : IDisposable
    {
        private readonly ConcurrentQueue<(double Seconds, Dictionary<string, object?> Tags)> _measured = new();
        private readonly MeterListener _listener = new();

        public DurationListener()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "rpc.server.call.duration")
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
                _measured.Enqueue((seconds, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value))));
            _listener.Start();
        }

        // The client has its answer a moment before the server has counted it.
        public async Task<IReadOnlyList<(double Seconds, Dictionary<string, object?> Tags)>> WaitAsync(int count)
        {
            for (var wait = 0; _measured.Count < count && wait < 500; wait++)
                await Task.Delay(10);
            return [.. _measured];
        }

        public void Dispose() => _listener.Dispose();
    }
}
