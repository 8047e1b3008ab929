using LoyaltyEngine.Core.Members;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>Points that wait for an event of their sale.</summary>
public sealed class MemberDeciderActivationTests
{
    private const long Day = 86_400_000_000_000;

    private static readonly Terms s_event = new(PendingEvent: "delivered");

    [Fact]
    public void Earn_WhosePointsWaitForAnEvent_SaysWhich()
    {
        var given = Enrolled(s_event).And(Earn(20));

        var entry = given.Entries[^1].ShouldBeOfType<MemberEvent.PointsEarned>();
        entry.PendingEvent.ShouldBe("delivered");
        entry.Settlement.LotChanges.ShouldBe(
            [new LotChange(2, 20, LedgerTime.Never) { ActivateTime = LedgerTime.Never }]);
        Due(given.AndLater(4_000 * Day)).Member.Balance.ShouldBe(new Balance(0, 20, 0, 0));
        DueDecider.NextTime(given.Member).ShouldBe(LedgerTime.Never);
    }

    [Fact]
    public void Activate_Event_MakesThePointsOfTheSaleAvailable()
    {
        var given = Enrolled(s_event).And(Earn(20)).And(Earn(7, "other"));

        var entry = given.When(Activate(), target: 2).ShouldAccept<MemberEvent.PointsActivated>();

        (entry.ActivatedSale, entry.Event, entry.Points, entry.Origin.RequestId)
            .ShouldBe((2, "delivered", 0, "activate"));
        entry.BalanceAfter.ShouldBe(new Balance(20, 7, 0, 0));
        given.Fold(entry);
        given.Member.OpenLots().ShouldBe([(2, 20)]);
        given.When(Activate(), target: 2).ShouldReplay(entry);
        given.When(Activate("lost"), target: 2).ShouldRejectFor(RejectionReason.RequestIdReused);
        given.When(Activate(id: "again"), target: 2)
            .ShouldReject(RejectionReason.PointsNotPending, ("revision", "2"));
    }

    [Fact]
    public void Activate_OtherEventOrSale_IsRefused()
    {
        var given = Enrolled().And(Earn(5, "at once")).AndTerms(s_event).And(Earn(20)).And(EarnMinor(1, "nothing"));

        given.When(Activate("lost"), target: 3).ShouldReject(
            RejectionReason.EventNotAwaited, ("event", "lost"), ("awaited_event", "delivered"));
        foreach (var without in (long[])[2, 4])
        {
            given.When(Activate(), target: without).ShouldReject(
                RejectionReason.EventNotAwaited, ("event", "delivered"), ("awaited_event", ""));
        }

        given.When(Activate(), target: 1).ShouldReject(RejectionReason.SaleUnknown);
        given.When(Activate(), target: 0).ShouldReject(RejectionReason.SaleUnknown);
    }

    [Fact]
    public void Activate_InDebt_RepaysItFirst()
    {
        var given = Enrolled(s_event).And(Return(30)).And(Earn(20)).And(Activate(), target: 3);

        given.Member.Balance.ShouldBe(new Balance(0, 0, 0, 10));
        Enrolled(s_event).And(Return(5)).And(Earn(20)).And(Activate(), target: 3).Member.Balance
            .ShouldBe(new Balance(15, 0, 0, 0));
    }

    [Fact]
    public void Activate_AfterAPartialRefund_MakesTheRestAvailable()
    {
        var given = Enrolled(s_event).And(Earn(20)).And(ReturnSale("part", new ReturnPart("1", 0, 500)), target: 2);
        given.Member.Balance.ShouldBe(new Balance(0, 15, 0, 0));

        given.And(Activate(), target: 2).Member.Balance.ShouldBe(new Balance(15, 0, 0, 0));
        given.And(ReturnSale("rest"), target: 2).Member.Balance.ShouldBe(default);
    }

    [Fact]
    public void Activate_AfterAWholeRefund_IsRefused() =>
        Enrolled(s_event).And(Earn(20)).And(ReturnSale("all"), target: 2).When(Activate(), target: 2)
            .ShouldRejectFor(RejectionReason.PointsNotPending);

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void EventAndDays_WhicheverComesFirst_MakesThemAvailable(int days, bool byEvent)
    {
        var given = Due(Enrolled(s_event with { PendingDays = 3 }).And(Earn(20)).AndLater(days * Day));

        if (byEvent)
            given.And(Activate(), target: 2);
        else
            given.When(Activate(), target: 2).ShouldRejectFor(RejectionReason.PointsNotPending);

        given.Member.Balance.ShouldBe(new Balance(20, 0, 0, 0));
        Due(given.AndLater(9 * Day)).Entries.OfType<MemberEvent.PointsActivated>().Count().ShouldBe(1);
    }

    [Fact]
    public void Activate_PointsWhoseTimeIsOver_ExpireAtOnce()
    {
        var given = Enrolled(s_event with { ExpiryDays = 2 }).And(Earn(20)).AndLater(9 * Day);
        Due(given).Member.Balance.ShouldBe(new Balance(0, 20, 0, 0));

        Due(given.And(Activate(), target: 2)).Member.Balance.ShouldBe(default);
    }

    [Fact]
    public void Activate_PurchaseOfAnExchange_IsASaleAsAnyOther()
    {
        var given = Enrolled(s_event).And(Earn(20)).And(Exchange(9), target: 2);
        given.Member.Balance.ShouldBe(new Balance(0, 9, 0, 0));

        given.And(Activate(), target: 3).Member.Balance.ShouldBe(new Balance(9, 0, 0, 0));
    }

    private static GivenMember Due(GivenMember given)
    {
        while (DueDecider.Decide(given.Member, given.RecordTime, given.RecordTime) is { } due)
            given.Fold(due);
        return given;
    }

    private static MemberCommand.ReturnSale ReturnSale(string id, params ReturnPart[] parts) => new(parts)
    {
        RequestId = id,
        RequestKey = Key(id),
        ContentHash = Content(id),
        OccurTime = Noon,
    };
}
