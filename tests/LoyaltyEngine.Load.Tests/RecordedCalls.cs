using LoyaltyEngine.Load.Http2;

namespace LoyaltyEngine.Load.Tests;

/// <summary>Empty calls, and how each ended.</summary>
internal sealed class RecordedCalls : ICallSource
{
    private const int EmptyMessage = Call.PrefixSize;

    /// <summary>The failure of each call by its stream, null for a good one.</summary>
    public Dictionary<int, string?> Ended { get; } = [];

    public string? LostBecause { get; private set; }

    public bool KeepsAnswers => false;

    public int MaxRequestSize => 2 * FrameHeader.Size + EmptyMessage;

    public int MaxDataSize => EmptyMessage;

    public int Write(Span<byte> destination, ref Call call)
    {
        destination[..MaxRequestSize].Clear();
        new FrameHeader(0, FrameType.Headers, FrameHeader.EndHeaders, call.StreamId).Write(destination);
        new FrameHeader(EmptyMessage, FrameType.Data, FrameHeader.EndStream, call.StreamId)
            .Write(destination[FrameHeader.Size..]);
        return MaxRequestSize;
    }

    public void Completed(ref readonly Call call, long endTime) => Ended.Add(call.StreamId, call.Failure());

    public void Lost(string reason) => LostBecause = reason;
}
