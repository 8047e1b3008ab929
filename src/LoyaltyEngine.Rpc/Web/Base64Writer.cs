using System.Buffers.Text;
using System.IO.Pipelines;

namespace LoyaltyEngine.Rpc.Web;

/// <summary>
/// Writes base64 into another writer: what lies between two flushes is a text of its own, with its padding, so that the
/// reader need not wait for more.
/// </summary>
internal sealed class Base64Writer(PipeWriter target) : GatheringWriter
{
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Encode();
        return target.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => target.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        if (exception is null)
            Encode();
        target.Complete(exception);
    }

    /// <summary>Hands on what is gathered, without a flush.</summary>
    public void Encode()
    {
        if (Written.IsEmpty)
            return;
        var text = target.GetSpan(Base64.GetMaxEncodedToUtf8Length(Written.Length));
        Base64.EncodeToUtf8(Written.Span, text, out _, out var written);
        target.Advance(written);
        Forget();
    }
}
