using LoyaltyEngine.Load.Http2;

namespace LoyaltyEngine.Load.Calls;

/// <summary>One call for each member of a range, then no more.</summary>
internal class EachMemberOnce(
    IReadOnlyList<RequestTemplate> templates, int firstMember, int count, long firstSequence) : Workload(templates)
{
    private int _made;

    /// <inheritdoc/>
    public sealed override bool HasNext => _made < count;

    /// <inheritdoc/>
    protected sealed override void Choose(ref Call call)
    {
        call.Member = firstMember + _made;
        call.Sequence = firstSequence + _made;
        _made++;
    }
}
