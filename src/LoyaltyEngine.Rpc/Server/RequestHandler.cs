using System.IO.Pipelines;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>What methods with one request have in common: reading it.</summary>
internal abstract class RequestHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodSettings settings)
    : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected abstract Task Invoke(ServerCall call, TRequest request);

    protected sealed override Task Serve(ServerCall call)
    {
        var body = call.Http.Request.BodyReader;
        TRequest? request;
        Status failure;
        try
        {
            if (!body.TryRead(out var read)
                || Take(call, body, read, out request, out failure) == RequestState.Incomplete)
                return ReadAsync(call, body);
        }
        catch (Exception exception)
        {
            return FailReading(call, exception);
        }

        return Proceed(call, request, failure);
    }

    private Task Proceed(ServerCall call, TRequest? request, in Status failure)
    {
        if (request is null)
            return Fail(call, failure);
        return call.HasTimeLeft ? Invoke(call, request) : Fail(call, CallFailures.DeadlineExceeded);
    }

    private async Task ReadAsync(ServerCall call, PipeReader body)
    {
        call.WatchDeadline();
        TRequest? request;
        Status failure;
        while (true)
        {
            ReadResult read;
            try
            {
                read = await body.ReadAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                await FailReading(call, exception).ConfigureAwait(false);
                return;
            }

            if (Take(call, body, read, out request, out failure) != RequestState.Incomplete || call.IsPastDeadline)
                break;
        }

        await Proceed(call, request, failure).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes the request once the body is here to its end: until then it might turn out to have a second message.
    /// </summary>
    private RequestState Take(
        ServerCall call, PipeReader body, in ReadResult read, out TRequest? request, out Status failure)
    {
        request = null;
        var buffer = read.Buffer;
        var state = RequestReading.Examine(
            buffer, Settings.MaxReceiveBytes, out var payload, out var isCompressed, out failure);
        var isMoreThanOne = state == RequestState.Whole && buffer.Length > MessageFrame.PrefixLength + payload.Length;
        if (state != RequestState.Failed && !isMoreThanOne && !read.IsCompleted)
        {
            body.AdvanceTo(buffer.Start, buffer.End);
            return RequestState.Incomplete;
        }

        if (isMoreThanOne)
            failure = CallFailures.SecondMessage;
        else if (state == RequestState.Whole)
            request = RequestReading.Parse(call, Method.RequestMarshaller, payload, isCompressed, out failure);
        else if (state == RequestState.Incomplete)
            failure = buffer.IsEmpty ? CallFailures.MissingMessage : CallFailures.IncompleteMessage;

        body.AdvanceTo(buffer.End);
        return request is null ? RequestState.Failed : RequestState.Whole;
    }
}
