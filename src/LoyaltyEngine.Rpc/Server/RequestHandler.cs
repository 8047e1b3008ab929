using System.IO.Pipelines;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>What methods with one request have in common: reading it, and answering other than OK.</summary>
internal abstract class RequestHandler<TRequest>(string path, MethodSettings settings, Marshaller<TRequest> marshaller)
    : MethodHandler(path, settings)
    where TRequest : class
{
    public sealed override Task HandleAsync(HttpContext http)
    {
        var call = Settings.Server.Calls.Get();
        call.Begin(http, this);
        var timeout = http.Request.Headers.GrpcTimeout;
        if (timeout.Count > 0)
        {
            if (!GrpcTimeout.TryParse(timeout.ToString(), out var parsed))
                return Fail(call, CallFailures.MalformedTimeout);
            call.SetDeadline(parsed);
        }

        var body = http.Request.BodyReader;
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

    protected abstract Task Invoke(ServerCall call, TRequest request);

    protected Task Fail(ServerCall call, in Status status, Metadata? trailers = null)
        => call.TryAnswer() ? Answer(call, status, trailers) : AfterDeadlineAsync(call);

    protected Task Fail(ServerCall call, Exception exception)
    {
        var (status, trailers) = Explain(call, exception);
        return Fail(call, status, trailers);
    }

    /// <summary>The status of what a handler threw, or reading its request did.</summary>
    protected (Status Status, Metadata? Trailers) Explain(ServerCall call, Exception exception)
    {
        switch (exception)
        {
            case RpcException refused:
                return (refused.Status, Joined(call.TrailersOrNull, refused.Trailers));

            case OperationCanceledException when call.IsPastDeadline || !call.HasTimeLeft:
                return (CallFailures.DeadlineExceeded, call.TrailersOrNull);

            case OperationCanceledException or IOException or ConnectionAbortedException
                when call.Http.RequestAborted.IsCancellationRequested:
                Settings.Logger.Abandoned(exception, Path);
                return (CallFailures.Cancelled, null);

            default:
                Settings.Logger.HandlerFailed(exception, Path);
                var status = Settings.DetailedErrors
                    ? new Status(StatusCode.Internal, $"{exception.GetType().Name}: {exception.Message}")
                    : CallFailures.UnexpectedFailure;
                return (status, call.TrailersOrNull);
        }
    }

    /// <summary>Ends a call whose answer is ours to give.</summary>
    protected Task Answer(ServerCall call, in Status status, Metadata? trailers)
    {
        WriteStatus(call.Http, status, trailers);
        Release(call);
        return Task.CompletedTask;
    }

    /// <summary>Writes the status; should its trailers be such that HTTP cannot carry them, without them.</summary>
    protected void WriteStatus(HttpContext http, in Status status, Metadata? trailers)
    {
        try
        {
            ResponseEnd.WriteStatus(http, status, trailers);
        }
        catch (InvalidOperationException exception)
        {
            Settings.Logger.UnwritableResponse(exception, Path);
            ResponseEnd.WriteStatus(http, CallFailures.UnexpectedFailure, null);
        }
    }

    protected async Task AfterDeadlineAsync(ServerCall call)
    {
        // The request must not end, and its HTTP context be reused, while the deadline's answer is being written.
        await call.DeadlineAnswer.ConfigureAwait(false);
        Release(call);
    }

    protected void Release(ServerCall call) => Settings.Server.Calls.Return(call);

    private static Metadata Joined(Metadata? ofCall, Metadata ofException)
    {
        if (ofCall is null)
            return ofException;
        foreach (var entry in ofException)
            ofCall.Add(entry);
        return ofCall;
    }

    /// <summary>
    /// Ends a call whose request cannot be read: past the server's own limit, or, whatever the transport calls it,
    /// because its client is gone or stalls.
    /// </summary>
    private Task FailReading(ServerCall call, Exception exception)
    {
        if (exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
            return Fail(call, MessageLimits.ReceivedTooLarge);
        if (exception is not (IOException or OperationCanceledException))
            return Fail(call, exception);
        Settings.Logger.Abandoned(exception, Path);
        return Fail(call, CallFailures.Cancelled);
    }

    private Task Proceed(ServerCall call, TRequest? request, in Status failure)
    {
        if (request is null)
            return Fail(call, failure);
        return call.HasTimeLeft ? Invoke(call, request) : Fail(call, CallFailures.DeadlineExceeded);
    }

    private async Task ReadAsync(ServerCall call, PipeReader body)
    {
        call.StartTimer();
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
            buffer, read.IsCompleted, Settings.MaxReceiveBytes, out var payload, out var isCompressed, out failure);
        if (state == RequestState.Incomplete || (state == RequestState.Whole && !read.IsCompleted))
        {
            body.AdvanceTo(buffer.Start, buffer.End);
            return RequestState.Incomplete;
        }

        if (state == RequestState.Whole)
        {
            try
            {
                call.Request.Set(isCompressed ? new(call.Inflate(payload)) : payload);
                request = marshaller.ContextualDeserializer(call.Request);
                if (request is null)
                    failure = CallFailures.UnreadableMessage;
            }
            catch (RpcException refused)
            {
                failure = refused.Status;
            }
            catch (Exception unreadable)
            {
                Settings.Logger.UnreadableRequest(unreadable, Path);
                failure = CallFailures.UnreadableMessage;
            }
        }

        body.AdvanceTo(buffer.End);
        return request is null ? RequestState.Failed : RequestState.Whole;
    }
}
