using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Calls;

/// <summary>Asks for the balance of each member of a range and hands the sums on.</summary>
internal sealed class BalanceAudit(
    IReadOnlyList<RequestTemplate> templates, int firstMember, int count, Action<int, long> found)
    : EachMemberOnce(templates, firstMember, count, 0)
{
    /// <inheritdoc/>
    public override bool KeepsAnswers => true;

    /// <inheritdoc/>
    protected override string? Check(ref readonly Call call)
    {
        var balance = GetBalanceResponse.Parser.ParseFrom(call.Message).Balance;
        found(
            call.Member,
            balance.AvailablePoints + balance.PendingPoints + balance.ReservedPoints - balance.DebtPoints);
        return null;
    }
}
