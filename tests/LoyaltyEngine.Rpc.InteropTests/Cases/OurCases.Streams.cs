using Grpc.Core;
using LoyaltyEngine.Rpc.InteropServer.Testing;

namespace LoyaltyEngine.Rpc.InteropTests.Cases;

/// <content>The cases whose calls are streams.</content>
internal sealed partial class OurCases
{
    private static readonly (int Request, int Response)[] _pings =
        [(27_182, 31_415), (8, 9), (1_828, 2_653), (45_904, 58_979)];

    private async Task ClientStreamingAsync()
    {
        using var call = _service.StreamingInputCall(Options);
        foreach (var (size, _) in _pings)
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(size) });
        await call.RequestStream.CompleteAsync();
        (await call).AggregatedPayloadSize.ShouldBe(74_922);
    }

    private async Task ClientCompressedStreamingAsync()
    {
        var first = new StreamingInputCallRequest
        {
            Payload = Zeros(27_182), ExpectCompressed = new BoolValue { Value = true },
        };
        if (hasProbe)
        {
            using var probe = _service.StreamingInputCall(Options);
            await probe.RequestStream.WriteAsync(first);
            await probe.RequestStream.CompleteAsync();
            await FailsAsync(() => probe.ResponseAsync, StatusCode.InvalidArgument);
        }

        using var call = _service.StreamingInputCall(Compressing);
        await call.RequestStream.WriteAsync(first);
        call.RequestStream.WriteOptions = _uncompressed;
        await call.RequestStream.WriteAsync(new StreamingInputCallRequest
        {
            Payload = Zeros(45_904), ExpectCompressed = new BoolValue { Value = false },
        });
        await call.RequestStream.CompleteAsync();
        (await call).AggregatedPayloadSize.ShouldBe(73_086);
    }

    private Task ServerStreamingAsync()
    {
        var sizes = _pings.Select(ping => ping.Response).ToArray();
        return StreamAsync(sizes, sizes.Select(size => new ResponseParameters { Size = size }));
    }

    private Task ServerCompressedStreamingAsync() => StreamAsync([31_415, 92_653],
    [
        new ResponseParameters { Size = 31_415, Compressed = new BoolValue { Value = true } },
        new ResponseParameters { Size = 92_653, Compressed = new BoolValue { Value = false } },
    ]);

    private async Task StreamAsync(int[] sizes, IEnumerable<ResponseParameters> parameters)
    {
        var request = new StreamingOutputCallRequest { ResponseParameters = { parameters } };
        using var call = _service.StreamingOutputCall(request, Options);
        foreach (var size in sizes)
        {
            (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
            ShouldBeZeros(call.ResponseStream.Current.Payload, size);
        }

        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    private async Task PingPongAsync()
    {
        using var call = _service.FullDuplexCall(Options);
        foreach (var (size, responseSize) in _pings)
        {
            await call.RequestStream.WriteAsync(DuplexRequest(size, responseSize));
            (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
            ShouldBeZeros(call.ResponseStream.Current.Payload, responseSize);
        }

        await call.RequestStream.CompleteAsync();
        await ReadAllAsync(call, []);
    }

    private async Task EmptyStreamAsync()
    {
        using var call = _service.FullDuplexCall(Options);
        await call.RequestStream.CompleteAsync();
        await ReadAllAsync(call, []);
    }

    private async Task CancelAfterBeginAsync()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = _service.StreamingInputCall(Options.WithCancellationToken(cancellation.Token));
        await cancellation.CancelAsync();
        await FailsAsync(() => call.ResponseAsync, StatusCode.Cancelled);
    }

    private async Task CancelAfterFirstResponseAsync()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = _service.FullDuplexCall(Options.WithCancellationToken(cancellation.Token));
        await call.RequestStream.WriteAsync(DuplexRequest(_pings[0].Request, _pings[0].Response));
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        ShouldBeZeros(call.ResponseStream.Current.Payload, _pings[0].Response);
        await cancellation.CancelAsync();
        await FailsAsync(() => call.ResponseStream.MoveNext(CancellationToken.None), StatusCode.Cancelled);
    }

    private async Task TimeoutOnSleepingServerAsync()
    {
        // See InteropCases.Remark: what a server does after the deadline must not end the other cases' connection.
        using var channel = connect();
        var service = new TestService.TestServiceClient(channel);
        using var call = service.FullDuplexCall(Options.WithDeadline(DateTime.UtcNow.AddMilliseconds(1)));
        try
        {
            await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { Payload = Zeros(27_182) });
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
            // The deadline may well be over before the message is written.
        }

        await FailsAsync(() => call.ResponseStream.MoveNext(CancellationToken.None), StatusCode.DeadlineExceeded);
    }

    private static StreamingOutputCallRequest DuplexRequest(int size, int responseSize) => new()
    {
        Payload = Zeros(size), ResponseParameters = { new ResponseParameters { Size = responseSize } },
    };

    /// <summary>Reads the rest of a call, which has to be of those sizes and end well; gives its trailers.</summary>
    private static async Task<Metadata> ReadAllAsync(
        AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call, int[] sizes)
    {
        var received = new List<int>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
            received.Add(response.Payload.Body.Length);
        received.ShouldBe(sizes);
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
        return call.GetTrailers();
    }
}
