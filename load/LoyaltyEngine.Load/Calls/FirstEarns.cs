using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Calls;

/// <summary>One earn for each member of a range, whose points go into the books.</summary>
internal sealed class FirstEarns(
    IReadOnlyList<RequestTemplate> templates, int firstMember, int count, long firstSequence, Books books)
    : EachMemberOnce(templates, firstMember, count, firstSequence)
{
    /// <inheritdoc/>
    public override bool KeepsAnswers => true;

    /// <inheritdoc/>
    protected override string? Check(ref readonly Call call)
    {
        books.Add(call.Member, EarnPointsResponse.Parser.ParseFrom(call.Message).Entry.Points);
        books.CountEntry();
        return null;
    }
}
