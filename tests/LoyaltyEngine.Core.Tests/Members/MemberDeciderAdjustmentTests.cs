using LoyaltyEngine.Core.Members;
using static LoyaltyEngine.Core.Tests.Members.Entry;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>What points given and taken by hand do, their limits, and what undoing them does.</summary>
public sealed class MemberDeciderAdjustmentTests
{
    private const long NanosecondsPerHour = 3_600_000_000_000;

    private static readonly Terms s_owing = new(AdjustOwes: true);

    [Fact]
    public void Adjust_Positive_OpensALotAndSaysWhy()
    {
        var entry = Enrolled(new Terms(Version: 4)).When(Adjust(50)).ShouldAccept<MemberEvent.PointsAdjusted>();

        entry.ShouldSettle(after: Has(50), lots: (2, 50));
        (entry.ReasonCode, entry.Origin.ProgramVersion, entry.Origin.Principal).ShouldBe(("goodwill", 4, "till"));
        entry.SealedNote.ShouldBe([6]);
        // 2026-05-28 in London.
        entry.Day.ShouldBe(20_601);
    }

    [Fact]
    public void Adjust_PositiveInDebt_RepaysItFirst() =>
        Enrolled().And(Return(30)).When(Adjust(50)).ShouldAccept<MemberEvent>()
            .ShouldSettle(after: Has(20), debtChange: -30, lots: (3, 20));

    [Fact]
    public void Adjust_NegativeCovered_TakesTheOldestFirst() =>
        Enrolled().And(Earn(10)).And(Earn(20)).When(Adjust(-15)).ShouldAccept<MemberEvent>()
            .ShouldSettle(after: Has(15), lots: [(2, -10), (3, -5)]);

    [Fact]
    public void Adjust_NegativeNotCovered_IsRefused() =>
        Enrolled().And(Earn(10)).When(Adjust(-11)).ShouldReject(
            RejectionReason.InsufficientPoints, ("points", "11"), ("available_points", "10"));

    [Fact]
    public void Adjust_NegativeNotCoveredWhereTheProgramSaysSo_BecomesDebt()
    {
        var given = Enrolled(s_owing).And(Earn(10)).And(Adjust(-25));

        given.Entries[^1].ShouldSettle(after: Owes(15), debtChange: 15, lots: (2, -10));
        given.When(Adjust(-5)).ShouldAccept<MemberEvent>().ShouldSettle(after: Owes(20), debtChange: 5);
    }

    [Fact]
    public void Adjust_ProgramWithoutAdjustments_IsRefused() =>
        Enrolled(new Terms(Adjusts: false)).When(Adjust(1)).ShouldReject(RejectionReason.AdjustmentNotOffered);

    [Theory]
    [InlineData("", "anything", true)]
    [InlineData("goodwill mistake", "mistake", true)]
    [InlineData("goodwill mistake", "mistak", false)]
    public void Adjust_ReasonCode_IsOneOfTheDeclared(string declared, string reason, bool isKnown)
    {
        var decision = Enrolled(new Terms(AdjustReasons: declared)).When(Adjust(1, reason: reason));

        if (isKnown)
            decision.ShouldAccept<MemberEvent.PointsAdjusted>().ReasonCode.ShouldBe(reason);
        else
            decision.ShouldReject(RejectionReason.AdjustmentReasonUnknown, ("reason_code", reason));
    }

    [Theory]
    [InlineData(501)]
    [InlineData(-501)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Adjust_AboveTheMaximum_IsRefused(long points) =>
        Enrolled().AndHolds(10_000).When(Adjust(points)).ShouldReject(
            RejectionReason.AdjustmentAboveMaximum, ("points", $"{points}"), ("maximum_points", "500"));

    [Theory]
    [InlineData(500)]
    [InlineData(-500)]
    public void Adjust_AtTheMaximum_IsAccepted(long points) =>
        Enrolled().AndHolds(10_000).When(Adjust(points)).ShouldAccept<MemberEvent>().Points.ShouldBe(points);

    [Fact]
    public void Adjust_GivenAndTakenOnOneDay_CountTogether()
    {
        var given = Enrolled().And(Adjust(400)).And(Adjust(-350));

        given.Member.AdjustedPoints.ShouldBe(750);
        given.When(Adjust(250)).ShouldAccept<MemberEvent>();
        given.When(Adjust(251)).ShouldReject(
            RejectionReason.AdjustmentAboveDailyMaximum,
            ("points", "251"),
            ("adjusted_points", "750"),
            ("daily_maximum_points", "1000"));
    }

    [Fact]
    public void Adjust_UndoneOnTheSameDay_StillCounts()
    {
        var given = Enrolled().And(Adjust(500)).And(Reverse(2), target: 2).And(Adjust(499));

        given.When(Adjust(2)).ShouldRejectFor(RejectionReason.AdjustmentAboveDailyMaximum);
        given.When(Adjust(1)).ShouldAccept<MemberEvent>();
    }

    [Fact]
    public void Adjust_NextDayInTheProgramsTimeZone_CountsAnew()
    {
        // 20:26 UTC is 21:26 in London: its next day begins two hours and a half later, UTC's an hour after that.
        var given = Enrolled().And(Adjust(500)).And(Adjust(499)).AndLater(2 * NanosecondsPerHour);
        given.When(Adjust(2)).ShouldRejectFor(RejectionReason.AdjustmentAboveDailyMaximum);

        given.AndLater(NanosecondsPerHour).And(Adjust(2));

        (given.Member.AdjustmentDay, given.Member.AdjustedPoints).ShouldBe((20_602, 2));
    }

    [Fact]
    public void Adjust_MoreThanTheLedgerHolds_IsRefused()
    {
        Enrolled().AndHolds(Balance.PointsMax - 9).When(Adjust(10)).ShouldReject(RejectionReason.PointsOverflow);
        Enrolled().AndHolds(Balance.PointsMax - 10).When(Adjust(10)).ShouldAccept<MemberEvent>();
        Enrolled(s_owing).AndOwes(Balance.PointsMax - 9).When(Adjust(-10)).ShouldReject(RejectionReason.PointsOverflow);
    }

    [Fact]
    public void ReversePositive_PartlySpent_TakesItsOwnLotFirstAndOwesTheRest()
    {
        var given = Enrolled().And(Adjust(50)).And(Burn(30)).And(Earn(5)).And(Reverse(2), target: 2);

        var entry = given.Entries[^1].ShouldBeOfType<MemberEvent.PointsReversed>();
        entry.ShouldSettle(after: Owes(25), debtChange: 25, lots: [(2, -20), (4, -5)]);
        (entry.WasAdjustment, entry.WasBurn).ShouldBe((true, false));
    }

    [Fact]
    public void ReverseNegative_NothingInBetween_RestoresLots() =>
        Enrolled().And(Earn(10)).And(Earn(20)).And(Adjust(-15)).And(Reverse(4), target: 4)
            .Member.OpenLots().ShouldBe([(2, 10), (3, 20)]);

    [Fact]
    public void ReverseNegative_ThatMadeDebt_RestoresLotsAndNoDebt()
    {
        var given = Enrolled(s_owing).And(Earn(10)).And(Adjust(-25)).And(Reverse(3), target: 3);

        given.Entries[^1].ShouldSettle(after: Has(10), debtChange: -15, lots: (2, 10));
    }

    [Fact]
    public void ReverseNegative_WhoseDebtWasRepaid_OpensALotForThat()
    {
        var given = Enrolled(s_owing).And(Earn(10)).And(Adjust(-25)).And(Earn(40)).And(Reverse(3), target: 3);

        given.Entries[^1].ShouldSettle(after: Has(50), lots: [(2, 10), (5, 15)]);
        given.Member.OpenLots().ShouldBe([(2, 10), (4, 25), (5, 15)]);
    }

    [Fact]
    public void ReverseNegative_MoreDebtSince_RepaysIt() =>
        Enrolled(s_owing).And(Earn(10)).And(Adjust(-25)).And(Return(30)).When(Reverse(3), target: 3)
            .ShouldAccept<MemberEvent>().ShouldSettle(after: Owes(20), debtChange: -25);

    [Fact]
    public void Reverse_AdjustmentUndoneBefore_IsRefused() =>
        Enrolled().And(Adjust(50)).And(Reverse(2), target: 2).When(Reverse(2, "again"), target: 2)
            .ShouldReject(RejectionReason.EntryAlreadyReversed, ("revision", "2"));

    [Fact]
    public void Reverse_OfAReversedAdjustment_IsRefused() =>
        Enrolled().And(Adjust(50)).And(Reverse(2), target: 2).When(Reverse(3), target: 3)
            .ShouldReject(RejectionReason.EntryNotReversible, ("revision", "3"));

    [Fact]
    public void Adjust_SameRequestAgain_IsTheSameEntry()
    {
        var given = Enrolled().And(Adjust(500, "a"));

        given.When(Adjust(500, "a")).ShouldReplay(given.Entries[^1]);
        given.When(Adjust(499, "a")).ShouldRejectFor(RejectionReason.RequestIdReused);
        given.When(Adjust(500, "a", reason: "mistake")).ShouldRejectFor(RejectionReason.RequestIdReused);
    }
}
