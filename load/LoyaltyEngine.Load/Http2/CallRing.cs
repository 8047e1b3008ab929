using System.Numerics;

namespace LoyaltyEngine.Load.Http2;

/// <summary>
/// Finds the call of a stream without hashing: stream ids count upwards by two, so a ring of a power of two places
/// holds them, growing where a slow call is still in its place when the ring comes round.
/// </summary>
internal sealed class CallRing
{
    private const int LargestRing = 1 << 20;

    private Call[] _places;

    public CallRing(int capacity) => _places = new Call[BitOperations.RoundUpToPowerOf2((uint)capacity)];

    /// <summary>The place for a new stream, free.</summary>
    public ref Call Claim(int streamId)
    {
        while (_places[Index(streamId)].StreamId != 0)
            Grow();
        return ref _places[Index(streamId)];
    }

    /// <summary>The place where the stream is, if it is open: compare its id.</summary>
    public ref Call Find(int streamId) => ref _places[Index(streamId)];

    /// <summary>All places, free ones among them.</summary>
    public Span<Call> Places => _places;

    private int Index(int streamId) => (streamId >> 1) & (_places.Length - 1);

    private void Grow()
    {
        var old = _places;
        if (old.Length == LargestRing)
            throw new Http2Exception("a call was left unanswered while a million others were");

        _places = new Call[old.Length * 2];
        foreach (ref readonly var call in old.AsSpan())
        {
            if (call.StreamId != 0)
                _places[Index(call.StreamId)] = call;
        }
    }
}
