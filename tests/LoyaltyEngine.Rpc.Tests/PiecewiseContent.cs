using System.Net;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>A body sent as separate DATA frames, which may be left open at its end.</summary>
internal sealed class PiecewiseContent(IEnumerable<byte[]> pieces, Task? end = null) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        foreach (var piece in pieces)
        {
            await stream.WriteAsync(piece);
            await stream.FlushAsync();
        }

        if (end is not null)
            await end;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
