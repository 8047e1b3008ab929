using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Quotes as the API shows them.</summary>
internal static class Quotes
{
    /// <summary>A quote.</summary>
    /// <exception cref="Grpc.Core.RpcException">The earn would be refused.</exception>
    public static V1.QuotePointsResponse ToProto(in QuoteAnswer answer)
    {
        if (answer.Quote.Earn.Rejection is { } refusal)
            throw Failures.Rejected(refusal);
        var earned = (MemberEvent.PointsEarned)answer.Quote.Earn.Event!;
        var response = new V1.QuotePointsResponse
        {
            EarnPoints = earned.Points,
            EligibleAmountMinor = earned.EligibleAmountMinor,
            DebtRepaidPoints = -earned.Settlement.DebtChange,
            BalanceAfterEarn = Entries.ToProto(earned.BalanceAfter),
            ProgramVersion = earned.Origin.ProgramVersion,
            BurnablePoints = answer.Quote.BurnablePoints,
            Balance = Entries.ToProto(answer.Balance),
            Revision = answer.Revision,
        };
        Entries.Add(response.AppliedRules, earned.AppliedRules);
        if (answer.Quote.Burn.Event is MemberEvent.PointsBurned burned)
            response.BurnableValue = new() { CurrencyCode = burned.CurrencyCode, AmountMinor = burned.ValueMinor };
        else if (answer.Quote.Burn.Rejection is { } burnRefusal)
            response.BurnRefusal = ErrorReasons.Of(burnRefusal.Reason).Reason;
        return response;
    }
}
