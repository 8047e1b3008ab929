using Google.Protobuf;
using Grpc.Core;
using LoyaltyEngine.Rpc.InteropServer.Testing;

namespace LoyaltyEngine.Rpc.InteropServer;

/// <summary>Does what the official interop test descriptions ask of a server.</summary>
internal sealed class InteropService : TestService.TestServiceBase
{
    private const int PayloadBytesMax = 4 * 1024 * 1024;
    private const string EchoInitial = "x-grpc-test-echo-initial";
    private const string EchoTrailing = "x-grpc-test-echo-trailing-bin";
    private const string EncodingRequest = "grpc-internal-encoding-request";

    private static readonly WriteOptions _uncompressed = new(WriteFlags.NoCompress);

    public override Task<Empty> EmptyCall(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        Check(request.ExpectCompressed, CompressedMessages.Count > 0);
        await BeginAsync(context, request.ResponseCompressed is { Value: true });
        ThrowIfAsked(request.ResponseStatus);
        if (request.ResponseCompressed is not { Value: true })
            context.WriteOptions = _uncompressed;
        return new SimpleResponse { Payload = CreatePayload(request.ResponseType, request.ResponseSize) };
    }

    public override Task<SimpleResponse> CacheableUnaryCall(SimpleRequest request, ServerCallContext context)
    {
        context.ResponseTrailers.Add("cache-control", "max-age=60, public");
        return UnaryCall(request, context);
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await BeginAsync(context, request.ResponseParameters.Any(one => one.Compressed is { Value: true }));
        await AnswerAsync(request, responseStream, context);
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        await BeginAsync(context, compressed: false);
        var bytes = 0;
        while (true)
        {
            var compressedBefore = CompressedMessages.Count;
            if (!await requestStream.MoveNext(context.CancellationToken))
                return new StreamingInputCallResponse { AggregatedPayloadSize = bytes };
            var request = requestStream.Current;
            Check(request.ExpectCompressed, CompressedMessages.Count > compressedBefore);
            bytes = checked(bytes + (request.Payload?.Body.Length ?? 0));
        }
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await BeginAsync(context, compressed: false);
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            await AnswerAsync(request, responseStream, context);
    }

    public override async Task HalfDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await BeginAsync(context, compressed: false);
        var requests = new List<StreamingOutputCallRequest>();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            requests.Add(request);
        foreach (var request in requests)
            await AnswerAsync(request, responseStream, context);
    }

    /// <summary>Sends back the metadata that is to be echoed, and agrees on compression if the call wants it.</summary>
    private static async Task BeginAsync(ServerCallContext context, bool compressed)
    {
        var headers = new Metadata();
        if (context.RequestHeaders.Get(EchoInitial) is { } initial)
            headers.Add(initial);
        if (context.RequestHeaders.Get(EchoTrailing) is { } trailing)
            context.ResponseTrailers.Add(trailing);
        if (compressed)
            headers.Add(EncodingRequest, "gzip");
        if (headers.Count > 0)
            await context.WriteResponseHeadersAsync(headers);
    }

    private static async Task AnswerAsync(
        StreamingOutputCallRequest request,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        ThrowIfAsked(request.ResponseStatus);
        foreach (var wanted in request.ResponseParameters)
        {
            if (wanted.IntervalUs > 0)
                await Task.Delay(TimeSpan.FromMicroseconds(wanted.IntervalUs), context.CancellationToken);
            responseStream.WriteOptions = wanted.Compressed is { Value: true } ? WriteOptions.Default : _uncompressed;
            await responseStream.WriteAsync(
                new StreamingOutputCallResponse { Payload = CreatePayload(request.ResponseType, wanted.Size) });
        }
    }

    private static void Check(BoolValue? expected, bool isCompressed)
    {
        if (expected is not null && expected.Value != isCompressed)
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument,
                isCompressed ? "The message is compressed." : "The message is not compressed."));
        }
    }

    private static void ThrowIfAsked(EchoStatus? status)
    {
        if (status is { Code: not 0 })
            throw new RpcException(new Status((StatusCode)status.Code, status.Message));
    }

    private static Payload CreatePayload(PayloadType type, int size) => size is >= 0 and <= PayloadBytesMax
        ? new Payload { Type = type, Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) }
        : throw new RpcException(new Status(StatusCode.InvalidArgument, $"No payload has {size} bytes."));
}
