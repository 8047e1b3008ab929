using System.Net;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The framed request of a call.</summary>
internal sealed class UnaryContent : HttpContent
{
    private Task? _sending;
    private bool _isSentAgain;

    public UnaryContent(int limit)
    {
        Frame = new PooledFrame(limit);
        Headers.TryAddWithoutValidation(GrpcHeaders.ContentTypeName, GrpcHeaders.ContentType);
    }

    /// <summary>Gets the request.</summary>
    public PooledFrame Frame { get; }

    /// <summary>
    /// Makes this ready for the next request, its buffer back in the pool. False, with the buffer left to the
    /// transport, unless the request went out whole and once: after an early answer it may still be sent, and it may be
    /// sent again on another connection.
    /// </summary>
    public bool TryReset()
    {
        if (_isSentAgain || _sending is not { IsCompletedSuccessfully: true })
            return false;
        _sending = null;
        Frame.Reset();
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _isSentAgain |= _sending is not null;
        return _sending = stream.WriteAsync(Frame.Written, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
