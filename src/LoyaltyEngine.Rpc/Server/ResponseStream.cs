using System.IO.Pipelines;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>The stream of responses of one call. Each write waits until the transport has room for more.</summary>
internal sealed class ResponseStream<TResponse>(ServerCall call, Marshaller<TResponse> marshaller)
    : IServerStreamWriter<TResponse>
    where TResponse : class
{
    private const int InternalError = 0x2;
    private const int Cancel = 0x8;
    private const int MostHeldBackBytes = 64 * 1024;

    private readonly PipeWriter _body = call.Http.Response.BodyWriter;
    private readonly CancellationToken _cancellation = call.CancellationToken;
    private readonly IHttpResetFeature? _transport = call.Http.Features.Get<IHttpResetFeature>();
    private readonly StreamTurn _turn = new();

    /// <summary>Gets or sets how the next messages are written.</summary>
    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    /// <summary>Gets a value indicating whether any message has gone to the transport.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>
    /// Gets a value indicating whether the stream was reset. No status can follow half a message, nor reach a client
    /// that takes nothing.
    /// </summary>
    public bool IsReset { get; private set; }

    /// <summary>Gets a value indicating whether what is written may wait for the next message.</summary>
    private bool IsHeldBack
        => ((WriteOptions?.Flags ?? default) & WriteFlags.BufferHint) != 0
            && _body.CanGetUnflushedBytes
            && _body.UnflushedBytes < MostHeldBackBytes;

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
            if (!IsHeldBack)
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
    public Task CloseAsync() => _turn.CloseAsync();

    private async Task WaitAsync(ValueTask<FlushResult> flushing, CancellationToken cancellationToken)
    {
        call.Idle?.BeginWait();
        try
        {
            // Only a reset ends a flush that waits for its client: the transport heeds no other cancellation of it.
            using var ofCall = _cancellation.UnsafeRegister(GiveUp, this);
            using var ofCaller = cancellationToken.UnsafeRegister(GiveUp, this);
            await flushing.ConfigureAwait(false);
            _cancellation.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            call.Idle?.EndWait();
        }
    }

    private static void GiveUp(object? stream) => ((ResponseStream<TResponse>)stream!).Reset(Cancel);

    private void Reset(int errorCode)
    {
        IsReset = true;
        _transport?.Reset(errorCode);
    }

    private void Write(TResponse message)
    {
        var response = call.Http.Response;
        var settings = call.Settings;
        if (IsReset)
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
            if (call.Response.HasWritten)
                Reset(InternalError);
            throw;
        }
    }
}
