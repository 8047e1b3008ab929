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
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Stream? _stream;
    private bool _hasWritten;

    public RequestStreamContent()
        => Headers.TryAddWithoutValidation(GrpcHeaders.ContentTypeName, GrpcHeaders.ContentType);

    /// <summary>Gets where messages go, once the transport takes them; from then on it is the only place.</summary>
    public async ValueTask<Stream> OpenAsync()
    {
        await _opened.Task.ConfigureAwait(false);
        lock (_gate)
        {
            _hasWritten = true;
            return _stream!;
        }
    }

    /// <summary>Ends the stream of requests.</summary>
    public void Complete() => _completed.TrySetResult();

    /// <summary>Gives the stream up, because the call is over.</summary>
    public void Abandon()
    {
        _opened.TrySetCanceled();
        _completed.TrySetCanceled();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_hasWritten)
                throw new IOException("Requests already sent cannot be sent again.");
            _stream = stream;
        }

        // Without this the headers would wait for the first message, and the server's first answer with them.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _opened.TrySetResult();
        // Not ended by the token: were it to fail first, it would hide why the transport has reset the stream.
        await _completed.Task.ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
