using LoyaltyEngine.Load.Http2;

namespace LoyaltyEngine.Load.Calls;

/// <summary>Endless calls for members chosen evenly at random, each call with a sequence of its own.</summary>
internal class MemberCalls : Workload
{
    private readonly int _members;
    private readonly long _firstSequence;
    private long _made;
    private ulong _state;

    /// <param name="templates">The requests, which take turns.</param>
    /// <param name="members">How many members there are; 1 makes all calls speak of one.</param>
    /// <param name="firstSequence">Where this thread's sequences begin; no other slice or thread may use them.</param>
    public MemberCalls(IReadOnlyList<RequestTemplate> templates, int members, long firstSequence)
        : base(templates)
    {
        _members = members;
        _firstSequence = firstSequence;
        _state = (ulong)firstSequence * 0x9E3779B97F4A7C15 | 1;
    }

    /// <inheritdoc/>
    protected sealed override void Choose(ref Call call)
    {
        // xorshift64*: a draw for a nanosecond, even enough to spread calls over members.
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        var drawn = (uint)((_state * 0x2545F4914F6CDD1D) >> 32);
        call.Member = (int)((drawn * (ulong)_members) >> 32);
        call.Sequence = _firstSequence + _made++;
    }
}
