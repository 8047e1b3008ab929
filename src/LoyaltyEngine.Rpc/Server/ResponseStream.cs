using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>The stream of responses of one call. Each write waits until the transport has room for more.</summary>
internal sealed class ResponseStream<TResponse>(ServerCall call, Marshaller<TResponse> marshaller)
    : IServerStreamWriter<TResponse>
    where TResponse : class
{
    private readonly CancellationToken _cancellation = call.CancellationToken;
    private int _isWriting;
    private bool _isOver;

    /// <summary>Gets or sets how the next messages are written.</summary>
    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    /// <summary>Gets a value indicating whether any message has gone to the transport.</summary>
    public bool HasWritten { get; private set; }

    public Task WriteAsync(TResponse message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TResponse message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Interlocked.Exchange(ref _isWriting, 1) != 0)
            throw new InvalidOperationException("The previous message is still being written.");
        try
        {
            if (_isOver)
                throw new InvalidOperationException("The call is over.");
            _cancellation.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
            Write(message);
            if (((WriteOptions?.Flags ?? default) & WriteFlags.BufferHint) == 0)
                await call.Http.Response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isWriting, 0);
        }
    }

    public void End() => _isOver = true;

    private void Write(TResponse message)
    {
        var response = call.Http.Response;
        var settings = call.Settings;
        if (!response.HasStarted)
            response.Headers.ContentType = GrpcHeaders.ContentTypeValue;
        call.Response.Begin(
            response.BodyWriter, settings.MaxSendBytes, call.ChooseCompression(), settings.ResponseCompressionLevel);
        marshaller.ContextualSerializer(message, call.Response);
        HasWritten = true;
    }
}
