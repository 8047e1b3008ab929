using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Status = Grpc.Core.Status;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Does what each request says, and remembers what its tests wait for.</summary>
internal sealed partial class ProbeHandler : ProbeService.ProbeServiceBase
{
    private int _hanging;

    /// <summary>Gets what ends the requests that hang.</summary>
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the sign that a handler has begun to wait or to hang.</summary>
    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the sign that a handler's token was cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until so many requests hang.</summary>
    public async Task AwaitHangingAsync(int count)
    {
        while (Volatile.Read(ref _hanging) < count)
            await Task.Delay(1);
    }

    public override Task<ProbeResponse> Probe(ProbeRequest request, ServerCallContext context)
    {
        EchoHeaders(context);
        switch (request.Action)
        {
            case ProbeRequest.Types.Action.Yield: return AnswerLaterAsync(request, context);
            case ProbeRequest.Types.Action.Wait: return WaitAsync(context);
            case ProbeRequest.Types.Action.Hang: return HangAsync(request, context);
            case ProbeRequest.Types.Action.Linger: return LingerAsync(request, context, CancellationToken.None);
            case ProbeRequest.Types.Action.LingerHeedfully:
                return LingerAsync(request, context, context.CancellationToken);
            case ProbeRequest.Types.Action.HeadersFirst: return HeadersFirstAsync(request, context);
            case ProbeRequest.Types.Action.Throw: throw new InvalidOperationException("secret: " + request.Text);
            case ProbeRequest.Types.Action.Fail:
                throw new RpcException(
                    new Status((StatusCode)request.Code, request.Text), new Metadata { { "x-reason", "asked for" } });
            case ProbeRequest.Types.Action.FailRichly: throw RichError(request.Text).ToRpcException();
            case ProbeRequest.Types.Action.BadTrailer: context.ResponseTrailers.Add("x-bad", "two\r\nlines"); break;
            case ProbeRequest.Types.Action.BadTrailerAndFail:
                throw new RpcException(
                    new Status(StatusCode.Aborted, ""), new Metadata { { "x-bad", "two\r\nlines" } });
            case ProbeRequest.Types.Action.ReturnNull: return Task.FromResult<ProbeResponse>(null!);
            case ProbeRequest.Types.Action.SetStatus:
                context.Status = new Status((StatusCode)request.Code, request.Text);
                break;
        }

        return Task.FromResult(Answer(request, context));
    }

    public override Task<NothingResponse> Nothing(NothingRequest request, ServerCallContext context)
        => Task.FromResult(new NothingResponse());

    public override async Task Count(
        ProbeRequest request, IServerStreamWriter<ProbeResponse> responseStream, ServerCallContext context)
    {
        if (request.Action == ProbeRequest.Types.Action.HoldBack)
            responseStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        for (var i = 0; i < request.Count; i++)
        {
            var response = new ProbeResponse { Text = $"{request.Text}{i}", Payload = request.Payload };
            await responseStream.WriteAsync(response);
        }

        if (request.Action == ProbeRequest.Types.Action.Wait)
            await WaitAsync(context);
        if (request.Action == ProbeRequest.Types.Action.Fail)
            throw new RpcException(new Status((StatusCode)request.Code, request.Text));
    }

    private static void EchoHeaders(ServerCallContext context)
    {
        foreach (var header in context.RequestHeaders)
        {
            if (header.Key.StartsWith("x-echo", StringComparison.Ordinal))
                context.ResponseTrailers.Add(header);
        }
    }

    private static Google.Rpc.Status RichError(string text) => new()
    {
        Code = (int)StatusCode.FailedPrecondition,
        Message = text,
        Details =
        {
            Any.Pack(new ErrorInfo
            {
                Reason = "INSUFFICIENT_POINTS",
                Domain = "loyalty",
                Metadata = { ["missing"] = "7" },
            }),
        },
    };

    private static ProbeResponse Answer(ProbeRequest request, ServerCallContext context) => new()
    {
        Text = request.Text,
        Payload = request.ResponseBytes > 0 ? ByteString.CopyFrom(new byte[request.ResponseBytes]) : request.Payload,
        HasDeadline = context.Deadline != DateTime.MaxValue,
        Peer = context.Peer,
    };

    private static async Task<ProbeResponse> AnswerLaterAsync(ProbeRequest request, ServerCallContext context)
    {
        await Task.Yield();
        return Answer(request, context);
    }

    private static async Task<ProbeResponse> LingerAsync(
        ProbeRequest request, ServerCallContext context, CancellationToken cancellation)
    {
        await Task.Delay(request.Count, cancellation);
        context.ResponseTrailers.Add("x-own", request.Text);
        return Answer(request, context);
    }

    private static async Task<ProbeResponse> HeadersFirstAsync(ProbeRequest request, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync(new Metadata { { "x-first", "yes" } });
        return request.Code == 0
            ? Answer(request, context)
            : throw new RpcException(new Status((StatusCode)request.Code, request.Text));
    }

    private async Task<ProbeResponse> WaitAsync(ServerCallContext context)
    {
        Started.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            Cancelled.TrySetResult();
            throw;
        }

        return new ProbeResponse();
    }

    private async Task<ProbeResponse> HangAsync(ProbeRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref _hanging);
        Started.TrySetResult();
        await Release.Task;
        return Answer(request, context);
    }
}
