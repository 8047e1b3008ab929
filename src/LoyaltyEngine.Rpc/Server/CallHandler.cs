using System.Diagnostics;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>What methods of all kinds have in common: how a call begins, and the ways in which it ends.</summary>
internal abstract class CallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodSettings settings)
    : MethodHandler(method.FullName, settings)
    where TRequest : class
    where TResponse : class
{
    private readonly TimeSpan? _longest =
        method.Type == MethodType.Unary ? settings.Limits.MaxUnaryDuration : settings.Limits.MaxStreamDuration;

    protected Method<TRequest, TResponse> Method { get; } = method;

    public sealed override Task HandleAsync(HttpContext http)
    {
        var call = Settings.Server.Calls.Get();
        call.Begin(http, this);
        return CallTelemetry.IsTracing ? BeginTraced(call) : Begin(call);
    }

    protected abstract Task Serve(ServerCall call);

    private Task BeginTraced(ServerCall call)
    {
        var around = Activity.Current;
        call.BeginSpan();
        var serving = Begin(call);
        // What the handler has started keeps the span of its call; the transport's own loop does not.
        Activity.Current = around;
        return serving;
    }

    private Task Begin(ServerCall call)
    {
        var timeout = call.Http.Request.Headers.GrpcTimeout;
        TimeSpan? asked = null;
        if (timeout.Count > 0)
        {
            if (!GrpcTimeout.TryParse(timeout.ToString(), out var parsed))
                return Fail(call, CallFailures.MalformedTimeout);
            asked = parsed;
        }

        call.SetDeadline(asked, _longest);
        return Serve(call);
    }

    protected Task Fail(ServerCall call, in Status status, Metadata? trailers = null)
        => call.TryAnswer() ? Answer(call, status, trailers) : AfterDeadlineAsync(call);

    protected Task Fail(ServerCall call, Exception exception)
    {
        var (status, trailers) = Explain(call, exception);
        return Fail(call, status, trailers);
    }

    /// <summary>Ends a call with its one response. Nothing waits here: the transport sends it all at once.</summary>
    protected Task Complete(ServerCall call, TResponse response)
    {
        if (!call.TryAnswer())
            return AfterDeadlineAsync(call);

        var http = call.Http;
        if (call.Status.StatusCode != StatusCode.OK)
            return Answer(call, call.Status, call.TrailersOrNull);
        if (response is null)
            return Answer(call, CallFailures.MissingResponse, call.TrailersOrNull);

        var compression = call.ChooseCompression();
        call.Response.Begin(
            http.Response.BodyWriter, Settings.MaxSendBytes, compression, Settings.ResponseCompressionLevel);
        try
        {
            if (call.TrailersOrNull is { Count: > 0 } trailers)
                ResponseEnd.WriteTrailers(http, trailers);
            Method.ResponseMarshaller.ContextualSerializer(response, call.Response);
        }
        catch (Exception exception)
        {
            return Unwritable(call, exception);
        }

        if (!http.Response.HasStarted)
            http.Response.Headers.ContentType = GrpcHeaders.ContentTypeValue;
        ResponseEnd.WriteAfterMessage(http, call.Status, null);
        Release(call, StatusCode.OK);
        // The body is flushed together with headers and trailers when this request ends: one write for the whole
        // answer.
        return Task.CompletedTask;
    }

    /// <summary>Runs a handler that answers with a stream, and ends its call.</summary>
    protected async Task AnswerStreamAsync(
        ServerCall call, RequestStream<TRequest>? requests, Func<ResponseStream<TResponse>, Task> invoke)
    {
        // From here on only the handler's end answers: a status written while a message is would break the stream.
        if (!call.TryAnswer())
        {
            await AfterDeadlineAsync(call).ConfigureAwait(false);
            return;
        }

        call.WatchDeadline();
        var responses = new ResponseStream<TResponse>(call, Method.ResponseMarshaller);
        Status status;
        Metadata? trailers;
        try
        {
            await invoke(responses).ConfigureAwait(false);
            status = call.Outcome;
            trailers = call.TrailersOrNull;
        }
        catch (Exception exception)
        {
            (status, trailers) = Explain(call, exception);
        }

        if (requests is not null)
            await requests.CloseAsync().ConfigureAwait(false);
        await responses.CloseAsync().ConfigureAwait(false);
        var http = call.Http;
        if (!responses.IsReset)
        {
            if (responses.HasWritten && !http.Response.HasStarted)
                await http.Response.StartAsync().ConfigureAwait(false);
            WriteStatus(http, status, trailers);
        }

        Release(call, status.StatusCode);
    }

    /// <summary>
    /// Ends a call whose request cannot be read: past the server's own limit, or, whatever the transport calls it,
    /// because its client is gone or stalls.
    /// </summary>
    protected Task FailReading(ServerCall call, Exception exception)
    {
        if (exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
            return Fail(call, MessageLimits.ReceivedTooLarge);
        if (exception is not (IOException or OperationCanceledException))
            return Fail(call, exception);
        Settings.Logger.Abandoned(exception, Path);
        return Fail(call, CallFailures.Cancelled);
    }

    protected async Task AfterDeadlineAsync(ServerCall call)
    {
        // The request must not end, and its HTTP context be reused, while the deadline's answer is being written.
        await call.DeadlineAnswer.ConfigureAwait(false);
        Release(call, StatusCode.DeadlineExceeded);
    }

    private static Metadata Joined(Metadata? ofCall, Metadata ofException)
    {
        if (ofCall is null)
            return ofException;
        foreach (var entry in ofException)
            ofCall.Add(entry);
        return ofCall;
    }

    /// <summary>The status of what a handler threw, or reading its request did.</summary>
    private (Status Status, Metadata? Trailers) Explain(ServerCall call, Exception exception)
    {
        switch (exception)
        {
            case RpcException refused:
                return (refused.Status, Joined(call.TrailersOrNull, refused.Trailers));

            case OperationCanceledException when call.IsPastDeadline || !call.HasTimeLeft:
                return (CallFailures.DeadlineExceeded, call.TrailersOrNull);

            case OperationCanceledException when call.StopReason is { } reason:
                return (reason, call.TrailersOrNull);

            case OperationCanceledException or IOException or ConnectionAbortedException
                when call.IsAbandoned || call.Http.RequestAborted.IsCancellationRequested:
                Settings.Logger.Abandoned(exception, Path);
                return (CallFailures.Cancelled, null);

            default:
                Settings.Logger.HandlerFailed(exception, Path);
                return (CallFailures.UnexpectedFailure, call.TrailersOrNull);
        }
    }

    /// <summary>Ends a call whose answer is ours to give.</summary>
    private Task Answer(ServerCall call, in Status status, Metadata? trailers)
    {
        WriteStatus(call.Http, status, trailers);
        Release(call, status.StatusCode);
        return Task.CompletedTask;
    }

    /// <summary>Writes the status; should its trailers be such that HTTP cannot carry them, without them.</summary>
    private void WriteStatus(HttpContext http, in Status status, Metadata? trailers)
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

    private Task Unwritable(ServerCall call, Exception exception)
    {
        if (exception is not RpcException)
            Settings.Logger.UnwritableResponse(exception, Path);
        if (!call.Response.HasWritten)
        {
            ResponseEnd.ClearTrailers(call.Http);
            return Answer(call, (exception as RpcException)?.Status ?? CallFailures.UnexpectedFailure, null);
        }

        // Part of the message is in the transport's buffer and cannot be taken back.
        call.Http.Abort();
        call.End(StatusCode.Internal);
        return Task.CompletedTask;
    }

    private void Release(ServerCall call, StatusCode status)
    {
        call.End(status);
        Settings.Server.Calls.Return(call);
    }
}
