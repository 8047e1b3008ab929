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

    /// <summary>The first rules that would not apply to the earn, in the program's order, and why; and how many there
    /// are in all.</summary>
    public static (IReadOnlyList<SkippedRule> First, int Count) ExplainSkipped(
        Member member, MemberCommand.EarnPoints earn, in DecisionContext context, int countMax)
    {
        if (context.Program is not { } program)
            return ([], 0);
        var buyer = new PurchaserFacts(member.PurchaseCount + 1, member.EnrolTime);
        var evaluation = program.Evaluate(earn.Basket, earn.Context, earn.OccurTime, buyer);
        if (evaluation.Overflowed)
            return ([], 0);
        var skipped = program.Explain(earn.Basket, earn.Context, earn.OccurTime, buyer, evaluation);
        return ([.. skipped.Take(countMax)],
            program.Definition.Earning.Rules.Count - (evaluation.AppliedRules.Length - 1));
    }

    // Whether it is possible at all is for the decider to say.
    private static long LargestBurn(Member member, LoyaltyProgram? program)
    {
        if (program?.Definition.Burning is not { } burning)
            return ProgramLimits.BurnPointsMax;
        var points = Math.Min(member.Lots.Points, ProgramLimits.BurnPointsMax);
        return Math.Max(points - (points % burning.StepPoints), burning.MinimumPoints);
    }
}
