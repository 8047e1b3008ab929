using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LoyaltyEngine.Rpc.InteropServer.Testing;

namespace LoyaltyEngine.Rpc.InteropTests.Cases;

/// <summary>The official interop cases, as their descriptions say, over our client. A case that fails throws.</summary>
internal sealed partial class OurCases(GrpcChannel channel, Func<GrpcChannel> connect, bool hasProbe)
{
    private const int LargeRequestBytes = 271_828;
    private const int LargeResponseBytes = 314_159;
    private const int ConcurrentCalls = 1_000;
    private const int SoakCalls = 100;
    private const string EchoInitial = "x-grpc-test-echo-initial";
    private const string EchoTrailing = "x-grpc-test-echo-trailing-bin";
    private const string EncodingRequest = "grpc-internal-encoding-request";
    private const string SpecialMessage =
        "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n";

    private static readonly TimeSpan _callTimeMax = TimeSpan.FromMinutes(2);
    private static readonly WriteOptions _uncompressed = new(WriteFlags.NoCompress);

    private readonly TestService.TestServiceClient _service = new(channel);
    private readonly UnimplementedService.UnimplementedServiceClient _unknown = new(channel);

    private static CallOptions Options => new(deadline: DateTime.UtcNow + _callTimeMax);

    private static CallOptions Compressing => Options.WithHeaders(new Metadata { { EncodingRequest, "gzip" } });

    public Task RunAsync(string name) => name switch
    {
        "empty_unary" => EmptyUnaryAsync(),
        "large_unary" => CallLargeAsync(LargeRequest(), Options),
        "client_compressed_unary" => ClientCompressedUnaryAsync(),
        "server_compressed_unary" => ServerCompressedUnaryAsync(),
        "client_streaming" => ClientStreamingAsync(),
        "client_compressed_streaming" => ClientCompressedStreamingAsync(),
        "server_streaming" => ServerStreamingAsync(),
        "server_compressed_streaming" => ServerCompressedStreamingAsync(),
        "ping_pong" => PingPongAsync(),
        "empty_stream" => EmptyStreamAsync(),
        "status_code_and_message" => StatusCodeAndMessageAsync(),
        "special_status_message" => SpecialStatusMessageAsync(),
        "custom_metadata" => CustomMetadataAsync(),
        "unimplemented_method" => FailsAsync(
            () => _service.UnimplementedCallAsync(new Empty(), Options).ResponseAsync, StatusCode.Unimplemented),
        "unimplemented_service" => FailsAsync(
            () => _unknown.UnimplementedCallAsync(new Empty(), Options).ResponseAsync, StatusCode.Unimplemented),
        "cancel_after_begin" => CancelAfterBeginAsync(),
        "cancel_after_first_response" => CancelAfterFirstResponseAsync(),
        InteropCases.TimeoutOnSleepingServer => TimeoutOnSleepingServerAsync(),
        InteropCases.ConcurrentLargeUnary => Task.WhenAll(
            Enumerable.Range(0, ConcurrentCalls).Select(_ => CallLargeAsync(LargeRequest(), Options))),
        InteropCases.RpcSoak => RpcSoakAsync(),
        InteropCases.ChannelSoak => ChannelSoakAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such case."),
    };

    private async Task EmptyUnaryAsync()
        => (await _service.EmptyCallAsync(new Empty(), Options)).ShouldBe(new Empty());

    private async Task ClientCompressedUnaryAsync()
    {
        var compressed = LargeRequest();
        compressed.ExpectCompressed = new BoolValue { Value = true };
        if (hasProbe)
        {
            await FailsAsync(
                () => _service.UnaryCallAsync(compressed, Options).ResponseAsync, StatusCode.InvalidArgument);
        }

        await CallLargeAsync(compressed, Compressing);
        var plain = LargeRequest();
        plain.ExpectCompressed = new BoolValue { Value = false };
        await CallLargeAsync(plain, Compressing.WithWriteOptions(_uncompressed));
    }

    private async Task ServerCompressedUnaryAsync()
    {
        foreach (var compressed in (bool[])[true, false])
        {
            var request = LargeRequest();
            request.ResponseCompressed = new BoolValue { Value = compressed };
            await CallLargeAsync(request, Options);
        }
    }

    private async Task StatusCodeAndMessageAsync()
    {
        var expected = new Status(StatusCode.Unknown, "test status message");
        var status = new EchoStatus { Code = (int)expected.StatusCode, Message = expected.Detail };
        var request = new SimpleRequest { ResponseSize = 1, Payload = Zeros(1), ResponseStatus = status };
        await FailsAsync(
            () => _service.UnaryCallAsync(request, Options).ResponseAsync, expected.StatusCode, expected.Detail);

        using var duplex = _service.FullDuplexCall(Options);
        var asking = DuplexRequest(1, 1);
        asking.ResponseStatus = status;
        await duplex.RequestStream.WriteAsync(asking);
        await duplex.RequestStream.CompleteAsync();
        await FailsAsync(
            () => duplex.ResponseStream.MoveNext(CancellationToken.None), expected.StatusCode, expected.Detail);
        duplex.GetStatus().ShouldBe(expected);
    }

    private Task SpecialStatusMessageAsync()
    {
        var status = new EchoStatus { Code = (int)StatusCode.Unknown, Message = SpecialMessage };
        return FailsAsync(
            () => _service.UnaryCallAsync(new SimpleRequest { ResponseStatus = status }, Options).ResponseAsync,
            StatusCode.Unknown,
            SpecialMessage);
    }

    private async Task CustomMetadataAsync()
    {
        var options = Options.WithHeaders(new Metadata
        {
            { EchoInitial, "test_initial_metadata_value" },
            { EchoTrailing, [0xab, 0xab, 0xab] },
        });
        using var unary = _service.UnaryCallAsync(LargeRequest(), options);
        ShouldBeZeros((await unary).Payload, LargeResponseBytes);
        ShouldEcho(await unary.ResponseHeadersAsync, unary.GetTrailers());

        using var duplex = _service.FullDuplexCall(options);
        await duplex.RequestStream.WriteAsync(DuplexRequest(LargeRequestBytes, LargeResponseBytes));
        await duplex.RequestStream.CompleteAsync();
        ShouldEcho(await duplex.ResponseHeadersAsync, await ReadAllAsync(duplex, [LargeResponseBytes]));
    }

    private async Task RpcSoakAsync()
    {
        for (var i = 0; i < SoakCalls; i++)
            await CallLargeAsync(LargeRequest(), Options);
    }

    private async Task ChannelSoakAsync()
    {
        for (var i = 0; i < SoakCalls; i++)
        {
            using var fresh = connect();
            await new OurCases(fresh, connect, hasProbe).CallLargeAsync(LargeRequest(), Options);
        }
    }

    private async Task CallLargeAsync(SimpleRequest request, CallOptions options)
        => ShouldBeZeros((await _service.UnaryCallAsync(request, options)).Payload, LargeResponseBytes);

    private static SimpleRequest LargeRequest()
        => new() { ResponseSize = LargeResponseBytes, Payload = Zeros(LargeRequestBytes) };

    private static Payload Zeros(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };

    private static void ShouldBeZeros(Payload payload, int size)
    {
        payload.Type.ShouldBe(PayloadType.Compressable);
        payload.Body.Length.ShouldBe(size);
        payload.Body.Span.ContainsAnyExcept((byte)0).ShouldBeFalse("The payload is not zeros.");
    }

    private static void ShouldEcho(Metadata headers, Metadata trailers)
    {
        headers.GetValue(EchoInitial).ShouldBe("test_initial_metadata_value");
        trailers.GetValueBytes(EchoTrailing).ShouldBe([0xab, 0xab, 0xab]);
    }

    private static async Task FailsAsync(Func<Task> call, StatusCode code, string? detail = null)
    {
        var failure = await Should.ThrowAsync<RpcException>(call);
        failure.StatusCode.ShouldBe(code, failure.Message);
        if (detail is not null)
            failure.Status.Detail.ShouldBe(detail);
    }
}
