using System.IO.Pipelines;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Connections;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// The stream of requests of one call. Nothing is read ahead of the handler: what it does not take stays in the
/// transport, whose flow control holds the client back.
/// </summary>
internal sealed class RequestStream<TRequest>(ServerCall call, Marshaller<TRequest> marshaller)
    : IAsyncStreamReader<TRequest>
    where TRequest : class
{
    private readonly PipeReader _body = call.Http.Request.BodyReader;
    private readonly CancellationToken _cancellation = call.CancellationToken;
    private readonly CallLimits _limits = call.Settings.Limits;
    private readonly StreamTurn _turn = new();
    private TRequest? _current;
    private Status _failure;
    private long _messages;
    private long _bytes;
    private bool _isAtEnd;

    public TRequest Current => _current ?? throw new InvalidOperationException("No message has been read.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _turn.Enter();
        var isWaiting = false;
        try
        {
            _current = null;
            while (!_isAtEnd && _current is null)
            {
                ThrowIfStopped(cancellationToken);
                if (!_body.TryRead(out var read))
                {
                    // The wait is for a whole message: its client may not stretch it by a byte now and then.
                    if (!isWaiting)
                        call.Idle?.BeginWait();
                    isWaiting = true;
                    read = await WaitAsync(cancellationToken).ConfigureAwait(false);
                }

                Take(read);
            }

            return _current is not null;
        }
        catch (Exception exception) when (IsOfTransport(exception, cancellationToken))
        {
            if (_turn.IsClosed)
                throw StreamTurn.Over();
            call.IsAbandoned = true;
            throw new OperationCanceledException("The client has gone.", exception, _cancellation);
        }
        finally
        {
            if (isWaiting)
                call.Idle?.EndWait();
            _turn.Leave();
        }
    }

    /// <summary>Ends the stream; completes when no read is under way any more.</summary>
    public Task CloseAsync()
    {
        var closing = _turn.CloseAsync();
        if (!closing.IsCompleted)
            CancelRead(_body);
        return closing;
    }

    private async ValueTask<ReadResult> WaitAsync(CancellationToken cancellationToken)
    {
        var reading = _body.ReadAsync(CancellationToken.None);
        if (reading.IsCompleted)
            return reading.Result;
        using var ofCall = _cancellation.UnsafeRegister(CancelRead, _body);
        using var ofCaller = cancellationToken.UnsafeRegister(CancelRead, _body);
        return await reading.ConfigureAwait(false);
    }

    private static void CancelRead(object? body)
    {
        try
        {
            ((PipeReader)body!).CancelPendingRead();
        }
        catch (Exception exception) when (exception is IOException or ConnectionAbortedException)
        {
            // The client is gone, which the read has told or will tell by itself.
        }
    }

    /// <summary>True if the transport itself has given the request up, and not one of our tokens.</summary>
    private bool IsOfTransport(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        IOException or ConnectionAbortedException => true,
        OperationCanceledException
            => !_cancellation.IsCancellationRequested && !cancellationToken.IsCancellationRequested,
        _ => false,
    };

    private void ThrowIfStopped(CancellationToken cancellationToken)
    {
        if (_turn.IsClosed)
            throw StreamTurn.Over();
        _cancellation.ThrowIfCancellationRequested();
        cancellationToken.ThrowIfCancellationRequested();
        if (_failure.StatusCode != StatusCode.OK)
            throw new RpcException(_failure);
    }

    private void Take(in ReadResult read)
    {
        var buffer = read.Buffer;
        var state = RequestReading.Examine(
            buffer, call.Settings.MaxReceiveBytes, out var payload, out var isCompressed, out _failure);
        if (state == RequestState.Incomplete && !read.IsCompleted)
        {
            _body.AdvanceTo(buffer.Start, buffer.End);
            return;
        }

        if (state == RequestState.Whole)
        {
            _current = RequestReading.Parse(call, marshaller, payload, isCompressed, out var failure);
            if (_current is null)
                _failure = failure;
            else if (IsPastLimits(call.Request.PayloadLength))
                _failure = CallFailures.StreamTooLong;
            call.Request.Set(default);
        }
        else if (state == RequestState.Incomplete)
        {
            _isAtEnd = buffer.IsEmpty;
            _failure = _isAtEnd ? default : CallFailures.IncompleteMessage;
        }

        _body.AdvanceTo(state == RequestState.Whole ? payload.End : buffer.End);
        if (_failure.StatusCode == StatusCode.OK)
            return;
        _current = null;
        throw new RpcException(_failure);
    }

    private bool IsPastLimits(int length)
    {
        _bytes += length;
        return ++_messages > _limits.MaxStreamMessages || _bytes > _limits.MaxStreamBytes;
    }
}
