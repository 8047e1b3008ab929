using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Tests.Members;

internal static class DecisionAssertions
{
    /// <summary>The decision is a new entry of this kind.</summary>
    public static T ShouldAccept<T>(this Decision decision)
        where T : MemberEvent
    {
        decision.Rejection?.Reason.ShouldBe(RejectionReason.None);
        decision.IsReplay.ShouldBeFalse();
        return decision.Event.ShouldBeAssignableTo<T>().ShouldNotBeNull();
    }

    /// <summary>The decision is this very entry, made before.</summary>
    public static void ShouldReplay(this Decision decision, MemberEvent entry)
    {
        decision.Rejection?.Reason.ShouldBe(RejectionReason.None);
        decision.IsReplay.ShouldBeTrue();
        decision.Event.ShouldBeSameAs(entry);
    }

    /// <summary>The decision is a refusal that names this reason and just these facts.</summary>
    public static void ShouldReject(
        this Decision decision, RejectionReason reason, params (string Name, string Value)[] facts)
    {
        decision.Event.ShouldBeNull();
        decision.IsReplay.ShouldBeFalse();
        var rejection = decision.Rejection.ShouldNotBeNull();
        rejection.Reason.ShouldBe(reason);
        rejection.Facts.ShouldBe(facts);
    }

    /// <summary>The decision is a refusal that names this reason, whatever the facts.</summary>
    public static void ShouldRejectFor(this Decision decision, RejectionReason reason)
    {
        decision.Event.ShouldBeNull();
        decision.Rejection.ShouldNotBeNull().Reason.ShouldBe(reason);
    }

    /// <summary>The entry settles its points so. Lots are named by the entry that opened them.</summary>
    public static void ShouldSettle(
        this MemberEvent entry, Balance after, long debtChange = 0, params (long Lot, long Points)[] lots)
    {
        entry.Settlement.LotChanges.Select(change => (change.Lot, change.Points)).ShouldBe(lots);
        entry.Settlement.LotChanges.ShouldAllBe(change => change.ExpireTime.IsNever);
        entry.Settlement.DebtChange.ShouldBe(debtChange);
        entry.Points.ShouldBe(lots.Sum(lot => lot.Points) - debtChange);
        entry.BalanceAfter.ShouldBe(after);
    }

    /// <summary>The open lots, each as the entry that opened it and what is left of it.</summary>
    public static (long Lot, long Points)[] OpenLots(this Member member) =>
        [.. member.Lots.Open.ToArray().Select(lot => (lot.Id, lot.Points))];
}
