using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The stream of requests of one call. Each write waits until the transport has room for more.</summary>
internal sealed class RequestStreamWriter<TRequest, TResponse>(MessageClientCall<TRequest, TResponse> call)
    : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private readonly StreamTurn _turn = new();
    private bool _isComplete;

    /// <summary>Gets the body that the messages go into.</summary>
    public RequestStreamContent Content { get; } = new();

    public WriteOptions? WriteOptions { get; set; } = call.Options.WriteOptions;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    /// <summary>Writes one message; cancelling that cancels the call, for part of the message may be gone.</summary>
    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        _turn.Enter();
        try
        {
            if (_isComplete)
                throw new InvalidOperationException("The stream of requests is complete.");
            if (call.EndOrNull is { } end)
                throw AfterEnd(end);
            var flags = WriteOptions?.Flags ?? default;
            using var frame = call.Frame(message, flags);
            using var registration = cancellationToken.UnsafeRegister(ClientCall.Cancel!, call);
            await SendAsync(frame, (flags & WriteFlags.BufferHint) == 0).ConfigureAwait(false);
        }
        finally
        {
            _turn.Leave();
        }
    }

    public Task CompleteAsync()
    {
        _turn.Enter();
        _isComplete = true;
        Content.Complete();
        _turn.Leave();
        return Task.CompletedTask;
    }

    private async ValueTask SendAsync(PooledFrame frame, bool isFlushed)
    {
        try
        {
            var stream = await Content.OpenAsync().ConfigureAwait(false);
            await stream.WriteAsync(frame.Written, call.Token).ConfigureAwait(false);
            if (isFlushed)
                await stream.FlushAsync(call.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw await ExplainAsync(exception).ConfigureAwait(false);
        }
    }

    /// <summary>Why a message cannot be sent: the call's own end if it has one, or will at once.</summary>
    private async ValueTask<Exception> ExplainAsync(Exception exception)
    {
        await call.SettleAsync().ConfigureAwait(false);
        if (call.EndOrNull is { } end)
            return AfterEnd(end);
        return call.Failure(
            exception is OperationCanceledException && !call.Token.IsCancellationRequested
                ? ClientFailures.RequestsRefused
                : call.Explain(exception),
            null);
    }

    private Exception AfterEnd(in Status end)
        => end.StatusCode == StatusCode.OK
            ? new InvalidOperationException("The server has ended the call, and takes no more requests.")
            : call.Failure(end, null);
}
