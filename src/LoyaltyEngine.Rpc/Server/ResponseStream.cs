using System.IO.Pipelines;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>The stream of responses of one call. Each write waits until the transport has room for more.</summary>
internal sealed class ResponseStream<TResponse>(ServerCall call, Marshaller<TResponse> marshaller)
    : IServerStreamWriter<TResponse>
    where TResponse : class
{
    private readonly PipeWriter _body = call.Http.Response.BodyWriter;
    private readonly CancellationToken _cancellation = call.CancellationToken;
    private readonly StreamTurn _turn = new();

    /// <summary>Gets or sets how the next messages are written.</summary>
    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    /// <summary>Gets a value indicating whether any message has gone to the transport.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>Gets a value indicating whether the call was stopped while the client took no more.</summary>
    public bool IsStuck { get; private set; }

    /// <summary>Gets a value indicating whether part of a message is in the transport and its rest cannot be.</summary>
    public bool IsBroken { get; private set; }

    public Task WriteAsync(TResponse message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TResponse message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        _turn.Enter();
        try
        {
            _cancellation.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
            Write(message);
            if (((WriteOptions?.Flags ?? default) & WriteFlags.BufferHint) == 0)
            {
                var flushing = _body.FlushAsync(CancellationToken.None);
                if (!flushing.IsCompletedSuccessfully)
                    await WaitAsync(flushing, cancellationToken).ConfigureAwait(false);
            }

            call.Idle?.Moved();
        }
        finally
        {
            _turn.Leave();
        }
    }

    /// <summary>Ends the stream; completes when no write is under way any more.</summary>
    public Task CloseAsync()
    {
        var closing = _turn.CloseAsync();
        if (!closing.IsCompleted)
            _body.CancelPendingFlush();
        return closing;
    }

    private async Task WaitAsync(ValueTask<FlushResult> flushing, CancellationToken cancellationToken)
    {
        call.Idle?.BeginWait();
        try
        {
            // A token given to the flush itself would make the transport drop the whole stream.
            using var ofCall = _cancellation.UnsafeRegister(CancelFlush, _body);
            using var ofCaller = cancellationToken.UnsafeRegister(CancelFlush, _body);
            if (!(await flushing.ConfigureAwait(false)).IsCanceled)
                return;
            IsStuck = _cancellation.IsCancellationRequested;
            _cancellation.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            call.Idle?.EndWait();
        }
    }

    private static void CancelFlush(object? body) => ((PipeWriter)body!).CancelPendingFlush();

    private void Write(TResponse message)
    {
        var response = call.Http.Response;
        var settings = call.Settings;
        if (IsBroken)
            throw new InvalidOperationException("The previous message could not be written.");
        if (!response.HasStarted)
            response.Headers.ContentType = GrpcHeaders.ContentTypeValue;
        call.Response.Begin(_body, settings.MaxSendBytes, call.ChooseCompression(), settings.ResponseCompressionLevel);
        try
        {
            marshaller.ContextualSerializer(message, call.Response);
            HasWritten = true;
        }
        catch (Exception)
        {
            IsBroken = call.Response.HasWritten;
            throw;
        }
    }
}
