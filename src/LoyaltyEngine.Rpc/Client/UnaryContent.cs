using System.Net;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>
/// The framed request of a call. Its buffer goes back to the pool only when the call is over and nothing is being sent
/// any more: the transport may send it again on another connection, and may still send after an early answer.
/// </summary>
internal sealed class UnaryContent : HttpContent
{
    private readonly PooledFrame _frame;
    private int _users = 1;
    private bool _isDisposed;

    public UnaryContent(PooledFrame frame)
    {
        _frame = frame;
        Headers.TryAddWithoutValidation(GrpcHeaders.ContentTypeName, GrpcHeaders.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _users) <= 1)
            throw new ObjectDisposedException(nameof(UnaryContent));
        try
        {
            await stream.WriteAsync(_frame.Written, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Release();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            Release();
        }

        base.Dispose(disposing);
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _frame.Dispose();
    }
}
