using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Calls;

/// <summary>Asks for the balance of each member of a range; an answer that is not as it must be fails.</summary>
/// <param name="templates">The question.</param>
/// <param name="firstMember">The first member.</param>
/// <param name="count">How many.</param>
/// <param name="fault">Names what is wrong with a member's answer, or gives null.</param>
internal sealed class MemberAudit(
    IReadOnlyList<RequestTemplate> templates, int firstMember, int count, Func<int, GetBalanceResponse, string?> fault)
    : EachMemberOnce(templates, firstMember, count, 0)
{
    /// <inheritdoc/>
    public override bool KeepsAnswers => true;

    /// <inheritdoc/>
    protected override string? Check(ref readonly Call call) =>
        fault(call.Member, GetBalanceResponse.Parser.ParseFrom(call.Message));
}
