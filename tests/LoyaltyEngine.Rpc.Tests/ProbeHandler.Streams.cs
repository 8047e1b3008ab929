using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

/// <content>The methods that take a stream of requests.</content>
internal sealed partial class ProbeHandler
{
    /// <summary>Gets the requests of the last call that took a stream.</summary>
    public IAsyncStreamReader<ProbeRequest>? Requests { get; private set; }

    /// <summary>Gets the responses of the last call that took and gave a stream.</summary>
    public IServerStreamWriter<ProbeResponse>? Responses { get; private set; }

    /// <summary>Gets the read that a handler did not wait for.</summary>
    public Task? LeftRead { get; private set; }

    public override async Task<ProbeResponse> Gather(
        IAsyncStreamReader<ProbeRequest> requestStream, ServerCallContext context)
    {
        EchoHeaders(context);
        Requests = requestStream;
        var sum = new ProbeResponse { HasDeadline = context.Deadline != DateTime.MaxValue };
        while (await requestStream.MoveNext())
        {
            var request = requestStream.Current;
            sum.Text += request.Text;
            sum.Count++;
            if (request.ResponseBytes > 0)
                sum.Payload = Google.Protobuf.ByteString.CopyFrom(new byte[request.ResponseBytes]);
            if (!await ProceedAsync(request, requestStream, context))
                break;
        }

        context.ResponseTrailers.Add("x-count", $"{sum.Count}");
        return sum;
    }

    public override async Task Chat(
        IAsyncStreamReader<ProbeRequest> requestStream,
        IServerStreamWriter<ProbeResponse> responseStream,
        ServerCallContext context)
    {
        EchoHeaders(context);
        (Requests, Responses) = (requestStream, responseStream);
        var count = 0;
        while (await requestStream.MoveNext())
        {
            count++;
            var request = requestStream.Current;
            if (!await ProceedAsync(request, requestStream, context))
                break;
            var response = new ProbeResponse { Text = request.Text, Payload = request.Payload };
            if (request.Action == Action.WriteTwice)
            {
                var huge = new ProbeResponse { Payload = Google.Protobuf.ByteString.CopyFrom(new byte[3_000_000]) };
                var first = responseStream.WriteAsync(huge);
                await Should.ThrowAsync<InvalidOperationException>(() => responseStream.WriteAsync(response));
                await first;
            }

            for (var i = 0; i < Math.Max(1, request.Count); i++)
                await responseStream.WriteAsync(response);
        }

        context.ResponseTrailers.Add("x-count", $"{count}");
    }

    /// <summary>Does what a request of a stream says; false if it is the last one.</summary>
    private async Task<bool> ProceedAsync(
        ProbeRequest request, IAsyncStreamReader<ProbeRequest> requests, ServerCallContext context)
    {
        switch (request.Action)
        {
            case Action.Yield: await Task.Yield(); break;
            case Action.Wait: await WaitAsync(context); break;
            case Action.Hang: await HangAsync(request, context); break;
            case Action.Fail: throw new RpcException(new Status((StatusCode)request.Code, request.Text));
            case Action.Throw: throw new InvalidOperationException("secret: " + request.Text);
            case Action.HeadersFirst:
                await context.WriteResponseHeadersAsync(new Metadata { { "x-first", "yes" } });
                break;
            case Action.Stop: return false;
            case Action.LeaveReading:
                LeftRead = requests.MoveNext();
                return false;
            case Action.ReadTwice:
                var reading = requests.MoveNext();
                await Should.ThrowAsync<InvalidOperationException>(() => requests.MoveNext());
                Started.TrySetResult();
                return await reading;
            case Action.NextOrCancel: await NextOrCancelAsync(requests); break;
        }

        return true;
    }

    private async Task NextOrCancelAsync(IAsyncStreamReader<ProbeRequest> requests)
    {
        Started.TrySetResult();
        try
        {
            await requests.MoveNext();
        }
        catch (OperationCanceledException)
        {
            Cancelled.TrySetResult();
            throw;
        }
    }
}
