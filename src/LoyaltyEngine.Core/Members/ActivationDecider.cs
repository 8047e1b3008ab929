namespace LoyaltyEngine.Core.Members;

/// <summary>The part of <see cref="MemberDecider"/> that decides what an event of a sale makes available.</summary>
internal static class ActivationDecider
{
    public static Decision Decide(Member member, MemberCommand.ActivatePoints activate, in DecisionContext context)
    {
        if (context.Target?.Sale is not { } sale)
            return Decision.Rejected(RejectionReason.SaleUnknown);
        if (activate.Event != sale.PendingEvent)
        {
            return Decision.Rejected(
                RejectionReason.EventNotAwaited, ("event", activate.Event), ("awaited_event", sale.PendingEvent));
        }

        var given = sale.Settlement.LotChanges[0];
        var points = member.Pending.PointsOf(given.Lot, given.ActivateTime);
        if (points == 0)
            return Decision.Rejected(RejectionReason.PointsNotPending, ("revision", MemberDecider.Text(sale.Revision)));

        var changes = new List<LotChange>(2);
        var debt = LotSettlement.Activate(given with { Points = points }, member.Debt, changes);
        var settlement = new Settlement([.. changes], debt - member.Debt);
        return Decision.Accepted(new MemberEvent.PointsActivated
        {
            ActivatedSale = sale.Revision,
            Event = activate.Event,
            Origin = MemberDecider.Origin(member, activate, context, context.Program!.Version),
            Settlement = settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, settlement),
        });
    }
}
