using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
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
            Tier = earned.Tier is { } tier ? Tiers.ToProto(tier) : null,
        };
        Entries.Add(response.AppliedRules, earned.AppliedRules);
        response.SkippedRuleCount = answer.SkippedCount;
        response.SkippedRules.AddRange(answer.Skipped.Select(ToProto));
        if (answer.Quote.Burn.Event is MemberEvent.PointsBurned burned)
            response.BurnableValue = new() { CurrencyCode = burned.CurrencyCode, AmountMinor = burned.ValueMinor };
        else if (answer.Quote.Burn.Rejection is { } burnRefusal)
            response.BurnRefusal = ErrorReasons.Of(burnRefusal.Reason).Reason;
        return response;
    }

    /// <summary>A rule that does not apply.</summary>
    public static V1.SkippedRule ToProto(SkippedRule rule) =>
        new() { RuleId = rule.RuleId, Reason = ReasonOf(rule.Reason), Detail = rule.Detail };

    private static V1.RuleSkipReason ReasonOf(RuleSkipReason reason) => reason switch
    {
        RuleSkipReason.NothingEligible => V1.RuleSkipReason.NothingEligible,
        RuleSkipReason.Store => V1.RuleSkipReason.Store,
        RuleSkipReason.Channel => V1.RuleSkipReason.Channel,
        RuleSkipReason.Tender => V1.RuleSkipReason.Tender,
        RuleSkipReason.Date => V1.RuleSkipReason.Date,
        RuleSkipReason.Weekday => V1.RuleSkipReason.Weekday,
        RuleSkipReason.Hours => V1.RuleSkipReason.Hours,
        RuleSkipReason.Purchase => V1.RuleSkipReason.Purchase,
        RuleSkipReason.Anniversary => V1.RuleSkipReason.Anniversary,
        RuleSkipReason.Tier => V1.RuleSkipReason.Tier,
        RuleSkipReason.Lines => V1.RuleSkipReason.Lines,
        RuleSkipReason.AnyOf => V1.RuleSkipReason.AnyOf,
        RuleSkipReason.NoneOf => V1.RuleSkipReason.NoneOf,
        RuleSkipReason.MinimumSpend => V1.RuleSkipReason.MinimumSpend,
        RuleSkipReason.MinimumQuantity => V1.RuleSkipReason.MinimumQuantity,
        RuleSkipReason.MinimumReceipt => V1.RuleSkipReason.MinimumReceipt,
        _ => V1.RuleSkipReason.Conflict,
    };
}
