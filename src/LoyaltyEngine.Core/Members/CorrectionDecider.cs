using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>The part of <see cref="MemberDecider"/> that decides what is corrected by hand.</summary>
internal static class CorrectionDecider
{
    public static Decision Adjust(Member member, MemberCommand.AdjustPoints adjust, in DecisionContext context)
    {
        var program = context.Program!;
        if (program.Definition.Adjustments is not { } adjustments)
            return Decision.Rejected(RejectionReason.AdjustmentNotOffered);
        if (!program.KnowsAdjustmentReason(adjust.ReasonCode))
            return Decision.Rejected(RejectionReason.AdjustmentReasonUnknown, ("reason_code", adjust.ReasonCode));

        if (adjust.Points > adjustments.MaximumPoints || adjust.Points < -adjustments.MaximumPoints)
        {
            return Decision.Rejected(
                RejectionReason.AdjustmentAboveMaximum,
                ("points", MemberDecider.Text(adjust.Points)),
                ("maximum_points", MemberDecider.Text(adjustments.MaximumPoints)));
        }

        var size = Math.Abs(adjust.Points);
        var day = program.DayOf(context.RecordTime);
        if (size > adjustments.DailyMaximumPoints - member.AdjustedPointsOn(day))
        {
            return Decision.Rejected(
                RejectionReason.AdjustmentAboveDailyMaximum,
                ("points", MemberDecider.Text(adjust.Points)),
                ("adjusted_points", MemberDecider.Text(member.AdjustedPointsOn(day))),
                ("daily_maximum_points", MemberDecider.Text(adjustments.DailyMaximumPoints)));
        }

        if (-adjust.Points > member.Lots.Points && adjustments.Shortfall == AdjustmentShortfall.Refuse)
            return BurnDecider.RejectShortfall(size, member);

        if (size > Balance.PointsMax - (adjust.Points > 0 ? member.HeldPoints : member.Debt))
            return Decision.Rejected(RejectionReason.PointsOverflow);

        var settlement = adjust.Points > 0
            ? LotSettlement.Give(member.Debt, member.Revision + 1, size, program.LifeOf(adjust.OccurTime).ExpireTime)
            : LotSettlement.TakeIntoDebt(member, size);
        return Decision.Accepted(new MemberEvent.PointsAdjusted(adjust.ReasonCode, adjust.SealedNote, day)
        {
            Origin = MemberDecider.Origin(member, adjust, context, program.Version),
            Settlement = settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, settlement),
        });
    }

    public static Decision WriteOff(Member member, MemberCommand.WriteOffDebt writeOff, in DecisionContext context)
    {
        var program = context.Program!;
        if (program.Definition.Adjustments is not null && !program.KnowsAdjustmentReason(writeOff.ReasonCode))
            return Decision.Rejected(RejectionReason.AdjustmentReasonUnknown, ("reason_code", writeOff.ReasonCode));
        if (member.Debt == 0 || writeOff.Points > member.Debt)
        {
            return Decision.Rejected(
                RejectionReason.WriteOffExceedsDebt,
                ("points", MemberDecider.Text(writeOff.Points)),
                ("debt_points", MemberDecider.Text(member.Debt)));
        }

        var settlement = new Settlement([], writeOff.Points == 0 ? -member.Debt : -writeOff.Points);
        return Decision.Accepted(new MemberEvent.DebtWrittenOff(writeOff.ReasonCode)
        {
            Origin = MemberDecider.Origin(member, writeOff, context, program.Version),
            Settlement = settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, settlement),
        });
    }
}
