using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Calls;

/// <summary>
/// Earns whose every answer is read: it must speak of the request that was sent, for the first time, and what it gave
/// goes into the books.
/// </summary>
internal sealed class CheckedEarns(
    IReadOnlyList<RequestTemplate> templates, int members, long firstSequence, string requestIdPrefix, Books books)
    : MemberCalls(templates, members, firstSequence)
{
    /// <inheritdoc/>
    public override bool KeepsAnswers => true;

    /// <inheritdoc/>
    protected override string? Check(ref readonly Call call)
    {
        var answer = EarnPointsResponse.Parser.ParseFrom(call.Message);
        if (answer.Entry.MemberId != RequestTemplate.MemberName(call.Member)
            || answer.Entry.RequestId != $"{requestIdPrefix}{call.Sequence:x12}")
            return "answer to another request";
        if (answer.Replayed)
            return "replayed though new";
        if (answer.Revision != answer.Entry.Revision)
            return "revisions that disagree";

        books.Add(call.Member, answer.Entry.Points);
        books.CountEntry();
        return null;
    }
}
