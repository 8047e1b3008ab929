using LoyaltyEngine.Core.Members;
using NodaTime;
using static LoyaltyEngine.Core.Tests.Members.Entry;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>What undoing an earn or a burn does, given what happened in between.</summary>
public sealed class MemberDeciderReversalTests
{
    private const long Day = 86_400_000_000_000;

    private static readonly Terms s_forgiving = new(Forgives: true);

    [Fact]
    public void ReverseEarn_NothingInBetween_TakesItsLot()
    {
        var given = Enrolled().And(Earn(10)).And(Earn(20)).And(Reverse(3), target: 3);

        var entry = given.Entries[^1].ShouldBeOfType<MemberEvent.PointsReversed>();
        entry.ShouldSettle(after: Has(10), lots: (3, -20));
        (entry.ReversedRevision, entry.WasBurn, entry.ForgivenPoints).ShouldBe((3, false, 0));
        given.Member.OpenLots().ShouldBe([(2, 10)]);
        given.Member.IsReversed(3).ShouldBeTrue();
        given.Member.IsReversed(2).ShouldBeFalse();
    }

    [Fact]
    public void ReverseEarn_ItsLotPartlySpent_TakesTheRestFromTheOldestLots() =>
        Enrolled().And(Earn(10)).And(Burn(4)).And(Earn(20)).And(Earn(30)).When(Reverse(2), target: 2)
            .ShouldAccept<MemberEvent>().ShouldSettle(after: Has(46), lots: [(2, -6), (4, -4)]);

    [Fact]
    public void ReverseEarn_ItsLotInTheMiddle_IsTakenBeforeOlderLots() =>
        Enrolled().And(Earn(10)).And(Earn(20)).And(Earn(30)).When(Reverse(3), target: 3)
            .ShouldAccept<MemberEvent>().ShouldSettle(after: Has(40), lots: (3, -20));

    [Fact]
    public void ReverseEarn_AllSpent_BecomesDebt() =>
        Enrolled().And(Earn(10)).And(Burn(10)).When(Reverse(2), target: 2)
            .ShouldAccept<MemberEvent.PointsReversed>().ShouldSettle(after: Owes(10), debtChange: 10);

    [Fact]
    public void ReverseEarn_AllSpentAndNoDebtTaken_IsForgiven()
    {
        var entry = Enrolled(s_forgiving).And(Earn(10)).And(Burn(7)).When(Reverse(2), target: 2)
            .ShouldAccept<MemberEvent.PointsReversed>();

        entry.ShouldSettle(after: Has(0), lots: (2, -3));
        entry.ForgivenPoints.ShouldBe(7);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReverseEarn_ThatRepaidDebt_RestoresTheDebt(bool forgives) =>
        Enrolled().And(Return(30)).And(Earn(100)).AndTerms(new Terms(Forgives: forgives)).When(Reverse(3), target: 3)
            .ShouldAccept<MemberEvent>().ShouldSettle(after: Owes(30), debtChange: 30, lots: (3, -70));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReverseEarn_ThatOnlyRepaidDebt_RestoresTheDebt(bool forgives) =>
        Enrolled().And(Return(30)).And(Earn(20)).AndTerms(new Terms(Forgives: forgives)).When(Reverse(3), target: 3)
            .ShouldAccept<MemberEvent>().ShouldSettle(after: Owes(30), debtChange: 20);

    [Fact]
    public void ReverseEarn_ThatRepaidDebtAndLaterEarns_TakesTheirLotsBeforeItOwes() =>
        Enrolled().And(Return(30)).And(Earn(100)).And(Earn(25)).When(Reverse(3), target: 3)
            .ShouldAccept<MemberEvent>().ShouldSettle(after: Owes(5), debtChange: 5, lots: [(3, -70), (4, -25)]);

    [Fact]
    public void ReverseEarn_ThatRepaidDebtSpentAndNoDebtTaken_OwesNoMoreThanItRepaid()
    {
        var entry = Enrolled().And(Return(30)).And(Earn(100)).And(Burn(70)).AndTerms(s_forgiving)
            .When(Reverse(3), target: 3).ShouldAccept<MemberEvent.PointsReversed>();

        entry.ShouldSettle(after: Owes(30), debtChange: 30);
        entry.ForgivenPoints.ShouldBe(70);
    }

    [Fact]
    public void ReverseEarn_WorthNothing_SettlesNothingAndCounts()
    {
        var given = Enrolled().And(EarnMinor(99, "r")).And(Earn(10)).And(Reverse(2), target: 2);

        given.Entries[^1].ShouldSettle(after: Has(10));
        given.When(Reverse(2, "again"), target: 2).ShouldRejectFor(RejectionReason.EntryAlreadyReversed);
    }

    [Fact]
    public void ReverseBurn_NothingInBetween_RefillsTheLotsItCameFrom()
    {
        var given = Enrolled().And(Earn(10)).And(Earn(20)).And(Burn(25)).And(Reverse(4), target: 4);

        var entry = given.Entries[^1].ShouldBeOfType<MemberEvent.PointsReversed>();
        entry.ShouldSettle(after: Has(30), lots: [(2, 10), (3, 15)]);
        (entry.ReversedRevision, entry.WasBurn, entry.ForgivenPoints).ShouldBe((4, true, 0));
        given.Member.OpenLots().ShouldBe([(2, 10), (3, 20)]);
    }

    [Fact]
    public void ReverseBurn_LaterEarnsOpen_PutsOldLotsBackInFrontOfThem()
    {
        var given = Enrolled().And(Earn(10)).And(Earn(20)).And(Burn(30)).And(Earn(5)).And(Reverse(4), target: 4);

        given.Member.OpenLots().ShouldBe([(2, 10), (3, 20), (5, 5)]);
        given.And(Burn(12)).Member.OpenLots().ShouldBe([(3, 18), (5, 5)]);
    }

    [Fact]
    public void ReverseBurn_DebtSince_RepaysItFirst()
    {
        var given = Enrolled().And(Earn(10)).And(Earn(20)).And(Burn(30)).And(Return(12)).And(Reverse(4), target: 4);

        given.Entries[^1].ShouldSettle(after: Has(18), debtChange: -12, lots: (3, 18));
    }

    [Fact]
    public void ReverseBurn_MoreDebtSince_OnlyRepays() =>
        Enrolled().And(Earn(10)).And(Burn(10)).And(Return(30)).When(Reverse(3), target: 3)
            .ShouldAccept<MemberEvent>().ShouldSettle(after: Owes(20), debtChange: -10);

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public void ReverseEarnAndBurn_InEitherOrder_LeaveNothing(long first, long second)
    {
        var given = Enrolled().And(Earn(10)).And(Burn(10)).And(Reverse(first), first).And(Reverse(second), second);

        given.Member.Balance.ShouldBe(Has(0));
        given.Member.OpenLots().ShouldBeEmpty();
    }

    [Fact]
    public void Reverse_EntryUndoneBefore_IsRefused()
    {
        var given = Enrolled().And(Earn(10)).And(Burn(5)).And(Reverse(2), target: 2).And(Reverse(3), target: 3);

        given.When(Reverse(2, "again"), target: 2)
            .ShouldReject(RejectionReason.EntryAlreadyReversed, ("revision", "2"));
        given.When(Reverse(3, "again"), target: 3)
            .ShouldReject(RejectionReason.EntryAlreadyReversed, ("revision", "3"));
    }

    [Fact]
    public void Reverse_NoSuchEntry_IsRefused() =>
        Enrolled().When(Reverse(7), target: 7).ShouldReject(RejectionReason.EntryUnknown);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Reverse_NeitherEarnNorBurn_IsRefused(long target) =>
        Enrolled().And(Earn(10)).And(Return(5)).And(Reverse(2), target: 2).And(Cancel("never"))
            .When(Reverse(target, "r"), target)
            .ShouldReject(RejectionReason.EntryNotReversible, ("revision", $"{target}"));

    [Fact]
    public void Reverse_ManyInAnyOrder_KeepsThemAllApart()
    {
        var given = Enrolled();
        for (var i = 0; i < 40; i++)
            given.And(Earn(1, $"earn {i}"));
        foreach (var revision in (long[])[20, 2, 41, 21, 19, 3, 40])
            given.And(Reverse(revision), revision);

        given.Member.Reversed.ToArray().ShouldBe([2, 3, 19, 20, 21, 40, 41]);
        given.Member.Balance.ShouldBe(Has(33));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 8)]
    public void Reverse_OfABurnWhosePointsWouldHaveExpired_GivesGraceWhereTheMerchantCausedIt(
        bool isMerchantCaused, int goodForDays)
    {
        var given = Enrolled(new Terms(ExpiryDays: 1, GraceDays: 5)).And(Earn(20)).And(Burn(20)).AndLater(3 * Day);

        given.And(Reverse(3) with { IsMerchantCaused = isMerchantCaused }, target: 3);

        given.Entries[^1].Points.ShouldBe(20);
        var lot = given.Member.Lots.Open.ToArray().ShouldHaveSingleItem();
        (lot.Id, lot.Points).ShouldBe((2, 20));
        // Noon of London's summer; points are good through a whole day, which ends at 23:00 UTC.
        var noon = Noon.ToInstant().InUtc().Date.AtMidnight().InUtc().ToInstant();
        lot.ExpireTime.ShouldBe(LedgerTime.FromInstant(noon.Plus(Duration.FromHours((24 * (goodForDays + 1)) - 1))));
        var due = DueDecider.Decide(given.Member, given.RecordTime, given.RecordTime);
        (due is MemberEvent.PointsExpired).ShouldBe(!isMerchantCaused);
    }
}
