using System.Net;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>
/// The body of a call with a stream of requests: the headers go out at once, messages as they are written. As long as
/// none is written, the transport may send it again, on another connection or after the server refused the stream.
/// </summary>
internal sealed class RequestStreamContent : HttpContent
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Stream? _stream;
    private bool _hasWritten;
    private bool _isAbandoned;

    public RequestStreamContent()
        => Headers.TryAddWithoutValidation(GrpcHeaders.ContentTypeName, GrpcHeaders.ContentType);

    /// <summary>Gets where messages go, once the transport takes them; from then on it is the only place.</summary>
    public async ValueTask<Stream> OpenAsync()
    {
        while (true)
        {
            Task opened;
            lock (_gate)
            {
                if (_stream is not null)
                {
                    _hasWritten = true;
                    return _stream;
                }

                opened = _opened.Task;
            }

            await opened.ConfigureAwait(false);
        }
    }

    /// <summary>Ends the stream of requests.</summary>
    public void Complete() => _completed.TrySetResult();

    /// <summary>Gives the stream up, because the call is over.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isAbandoned = true;
            _opened.TrySetCanceled();
        }

        _completed.TrySetCanceled();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ThrowIfWritten();
        // Without this the headers would wait for the first message, and the server's first answer with them. Of a
        // stream that was reset meanwhile, it fails.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            ThrowIfWritten();
            _stream = stream;
            _opened.TrySetResult();
        }

        using var registration = cancellationToken.UnsafeRegister(
            static state => ((Opened)state!).Close(), new Opened(this, stream));
        // Not ended by the token: were it to fail first, it would hide why the transport has reset the stream.
        await _completed.Task.ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private void ThrowIfWritten()
    {
        if (Volatile.Read(ref _hasWritten))
            throw new IOException("Requests already sent cannot be sent again.");
    }

    // The transport has given the stream up. While nothing was written to it, another may come in its place.
    private void Close(Stream stream)
    {
        lock (_gate)
        {
            if (_stream != stream || _hasWritten)
                return;
            _stream = null;
            _opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_isAbandoned)
                _opened.TrySetCanceled();
        }
    }

    private sealed record Opened(RequestStreamContent Content, Stream Stream)
    {
        public void Close() => Content.Close(Stream);
    }
}
