using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Quotes: asks <see cref="MemberDecider"/> what would become of commands and throws the entries away, so that a quote
/// and what then happens cannot differ. Pure.
/// </summary>
public static class MemberQuoter
{
    /// <summary>What the earn would give and what may be burned beside it.</summary>
    public static MemberQuote Quote(Member member, MemberCommand.EarnPoints earn, in DecisionContext context)
    {
        var burn = new MemberCommand.BurnPoints(LargestBurn(member, context.Program))
        {
            RequestId = earn.RequestId,
            RequestKey = earn.RequestKey,
            ContentHash = earn.ContentHash,
            OccurTime = earn.OccurTime,
            Context = earn.Context,
        };
        return new MemberQuote(
            MemberDecider.Decide(member, earn, context), MemberDecider.Decide(member, burn, context));
    }

    /// <summary>The rules that would not apply to an earn as it was quoted, in the program's order, and why. To be
    /// taken while the member stays as it is.</summary>
    public static IEnumerable<SkippedRule> ExplainSkipped(
        Member member, MemberEvent.PointsEarned quoted, in DecisionContext context) =>
        context.Program!.Explain(quoted, PurchaserFacts.Of(member, context.Tiers));

    // Whether it is possible at all is for the decider to say.
    private static long LargestBurn(Member member, LoyaltyProgram? program)
    {
        if (program?.Definition.Burning is not { } burning)
            return ProgramLimits.BurnPointsMax;
        var points = Math.Min(member.Lots.Points, ProgramLimits.BurnPointsMax);
        return Math.Max(points - (points % burning.StepPoints), burning.MinimumPoints);
    }
}
