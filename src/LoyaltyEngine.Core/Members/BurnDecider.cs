using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>The part of <see cref="MemberDecider"/> that decides what may be burned.</summary>
internal static class BurnDecider
{
    public static Decision Decide(Member member, MemberCommand.BurnPoints burn, in DecisionContext context)
    {
        var program = context.Program!;
        if (program.Definition.Burning is not { } burning)
            return Decision.Rejected(RejectionReason.BurnNotOffered);
        if (FindRefusal(burning, burn.Points) is { } refusal)
            return refusal;
        if (burn.Points > member.Lots.Points)
            return RejectShortfall(burn.Points, member);
        if (program.BurnValueMinor(burn.Points) is not { } valueMinor)
            return Decision.Rejected(RejectionReason.PointsOverflow);

        var settlement = LotSettlement.Take(member, burn.Points);
        return Decision.Accepted(new MemberEvent.PointsBurned(program.Definition.CurrencyCode, valueMinor)
        {
            Origin = MemberDecider.Origin(member, burn, context, program.Version),
            Settlement = settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, settlement),
        });
    }

    /// <summary>Whether the program takes a burn of so many points, whoever has them.</summary>
    public static Decision? FindRefusal(BurningDefinition burning, long points)
    {
        if (points < burning.MinimumPoints)
        {
            return Decision.Rejected(
                RejectionReason.BurnBelowMinimum,
                ("points", MemberDecider.Text(points)),
                ("minimum_points", MemberDecider.Text(burning.MinimumPoints)));
        }

        return points % burning.StepPoints == 0 ? null : RejectStep(burning, points);
    }

    public static Decision RejectStep(BurningDefinition burning, long points) => Decision.Rejected(
        RejectionReason.BurnOffStep,
        ("points", MemberDecider.Text(points)),
        ("step_points", MemberDecider.Text(burning.StepPoints)));

    public static Decision RejectShortfall(long points, Member member) => Decision.Rejected(
        RejectionReason.InsufficientPoints,
        ("points", MemberDecider.Text(points)),
        ("available_points", MemberDecider.Text(member.Lots.Points)));
}
