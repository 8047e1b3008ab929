using System.Buffers;
using System.IO.Pipelines;

namespace LoyaltyEngine.Rpc.Web;

/// <summary>Keeps what is written until someone takes it.</summary>
internal class GatheringWriter : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _gathered = new();

    public ReadOnlyMemory<byte> Written => _gathered.WrittenMemory;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _gathered.WrittenCount;

    public override void Advance(int bytes) => _gathered.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _gathered.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _gathered.GetSpan(sizeHint);

    /// <summary>Gets a value indicating whether a flush has been asked for, which starts a response.</summary>
    public bool IsFlushed { get; private set; }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        IsFlushed = true;
        return default;
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    protected void Forget() => _gathered.ResetWrittenCount();
}
