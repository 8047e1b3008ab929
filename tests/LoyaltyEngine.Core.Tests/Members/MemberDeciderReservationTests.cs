using LoyaltyEngine.Core.Members;
using static LoyaltyEngine.Core.Members.RejectionReason;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>Points held for a burn under way.</summary>
public sealed class MemberDeciderReservationTests
{
    private const long Day = 86_400_000_000_000;

    private static readonly Terms s_terms = new(ReservationDays: 1, ReservationMaximumDays: 2);

    [Fact]
    public void Reserve_PointsThatAreThere_HoldsTheOldest()
    {
        var given = Enrolled(s_terms).And(Earn(10)).And(Earn(20));

        var reserved = given.When(Reserve(15)).ShouldAccept<MemberEvent.PointsReserved>();

        reserved.Settlement.LotChanges.Select(change => (change.Lot, change.Points, change.Reservation))
            .ShouldBe([(2, -10, 0), (2, 10, 4), (3, -5, 0), (3, 5, 4)]);
        reserved.BalanceAfter.ShouldBe(new Balance(15, 0, Reserved: 15, 0));
        reserved.Points.ShouldBe(0);
        reserved.ValueMinor.ShouldBe(15);
        reserved.EndTime.ShouldBe(new LedgerTime(Noon.UnixNanoseconds + Day));
    }

    [Fact]
    public void Reserve_WhatAnotherHolds_IsRefusedAndSoIsABurnOfIt()
    {
        var given = Enrolled(s_terms).And(Earn(20)).And(Reserve(15));

        given.When(Reserve(6)).ShouldReject(InsufficientPoints, ("points", "6"), ("available_points", "5"));
        given.When(Burn(6)).ShouldReject(InsufficientPoints, ("points", "6"), ("available_points", "5"));
        given.When(Burn(5)).ShouldAccept<MemberEvent.PointsBurned>();
    }

    [Fact]
    public void Reserve_ForTooLongOrTooOften_IsRefused()
    {
        var given = Enrolled(s_terms).And(Earn(100));

        given.When(Reserve(1, seconds: (2 * 86_400) + 3_601)).ShouldReject(
            ReservationTooLong, ("duration_seconds", "176401"), ("maximum_seconds", "176400"));
        for (var i = 0; i < ReservationTable.CountMax; i++)
            given.And(Reserve(1, id: $"reserve {i}"));
        given.When(Reserve(1, id: "one more")).ShouldReject(ReservationCountExceeded, ("count_max", "16"));
        given.And(Release(), target: 3).When(Reserve(1, id: "one more")).ShouldAccept<MemberEvent.PointsReserved>();
    }

    [Fact]
    public void Reserve_WhereTheProgramHasNone_IsRefused()
    {
        Enrolled().And(Earn(20)).When(Reserve(5)).ShouldRejectFor(ReservationNotOffered);
        Enrolled(new Terms(Burns: false)).And(Earn(20)).When(Reserve(5)).ShouldRejectFor(BurnNotOffered);
        Enrolled(s_terms with { BurnMinimum = 10, BurnStep = 5 }).And(Earn(20))
            .When(Reserve(5)).ShouldRejectFor(BurnBelowMinimum);
        Enrolled(s_terms with { BurnMinimum = 10, BurnStep = 5 }).And(Earn(20))
            .When(Reserve(11)).ShouldRejectFor(BurnOffStep);
    }

    [Fact]
    public void Fold_ReservationOfNothing_IsCorrupt()
    {
        var given = Enrolled(s_terms).And(Earn(20));
        var reserved = given.When(Reserve(15)).ShouldAccept<MemberEvent.PointsReserved>();

        Should.Throw<CorruptMemberException>(() => MemberFold.Evolve(
            given.Member, reserved with { Settlement = Settlement.Nothing, BalanceAfter = given.Member.Balance }));
    }

    [Fact]
    public void Capture_OfAll_BurnsWhatWasReserved()
    {
        var given = Enrolled(s_terms).And(Earn(20)).And(Reserve(15));

        var captured = given.When(Capture(), target: 3).ShouldAccept<MemberEvent.PointsBurned>();

        captured.Points.ShouldBe(-15);
        (captured.ValueMinor, captured.Reservation, captured.ReleasedPoints).ShouldBe((15, 3, 0));
        captured.BalanceAfter.ShouldBe(new Balance(5, 0, 0, 0));
        given.Fold(captured);
        given.Member.Reservations.Open.Length.ShouldBe(0);
        given.When(Capture(id: "again"), target: 3).ShouldReject(ReservationEnded, ("revision", "3"));
        given.When(Release(), target: 3).ShouldRejectFor(ReservationEnded);
    }

    [Fact]
    public void Capture_OfAPart_FreesTheRestInItsLots()
    {
        var given = Enrolled(s_terms).And(Earn(10)).And(Earn(20)).And(Reserve(25));

        given.And(Capture(12), target: 4);

        given.Entries[^1].Points.ShouldBe(-12);
        given.Member.Balance.ShouldBe(new Balance(18, 0, 0, 0));
        given.Member.OpenLots().ShouldBe([(3, 18)]);
    }

    [Fact]
    public void Capture_AfterTheRateChanged_PaysWhatWasPromised()
    {
        var given = Enrolled(s_terms).And(Earn(20)).And(Reserve(15)).AndTerms(s_terms with { Burns = false });

        given.When(Capture(), target: 3).ShouldAccept<MemberEvent.PointsBurned>().ValueMinor.ShouldBe(15);
        given.When(Capture(7), target: 3).ShouldAccept<MemberEvent.PointsBurned>().ValueMinor.ShouldBe(7);
    }

    [Fact]
    public void Capture_OfMoreOrOffTheStep_IsRefused()
    {
        var given = Enrolled(s_terms with { BurnStep = 5, BurnMinimum = 10 }).And(Earn(40)).And(Reserve(15));

        given.When(Capture(20), target: 3).ShouldReject(
            ReservationExceeded, ("points", "20"), ("reserved_points", "15"));
        given.When(Capture(7), target: 3).ShouldReject(BurnOffStep, ("points", "7"), ("step_points", "5"));
        // The minimum was met when the points were reserved.
        given.When(Capture(5), target: 3).ShouldAccept<MemberEvent.PointsBurned>();
    }

    [Fact]
    public void Capture_OfWhatIsNoReservation_IsRefused()
    {
        var given = Enrolled(s_terms).And(Earn(20));

        given.When(Capture(), target: 2).ShouldRejectFor(ReservationUnknown);
        given.When(Release(), target: 9).ShouldRejectFor(ReservationUnknown);
        given.When(Extend(), target: 2).ShouldRejectFor(ReservationUnknown);
    }

    [Fact]
    public void Reverse_OfACapture_GivesBackWhatItBurned()
    {
        var given = Enrolled(s_terms).And(Earn(10)).And(Earn(20)).And(Reserve(25)).And(Capture(12), target: 4);

        given.And(Reverse(5), target: 5);

        given.Entries[^1].Points.ShouldBe(12);
        given.Member.OpenLots().ShouldBe([(2, 10), (3, 20)]);
        given.When(Reverse(4), target: 4).ShouldRejectFor(EntryNotReversible);
    }

    [Fact]
    public void Release_WhileThereIsDebt_RepaysIt()
    {
        var given = Enrolled(s_terms).And(Earn(20)).And(Reserve(15)).And(Return(12));
        given.Member.Balance.ShouldBe(new Balance(0, 0, 15, Debt: 7));

        given.And(Release(), target: 3);

        given.Entries[^1].Points.ShouldBe(0);
        given.Entries[^1].Settlement.DebtChange.ShouldBe(-7);
        given.Member.Balance.ShouldBe(new Balance(8, 0, 0, 0));
    }

    [Fact]
    public void Return_OfReservedPoints_IsOwedThoughTheProgramForgives()
    {
        var given = Enrolled(s_terms with { Forgives = true }).And(Earn(20)).And(Reserve(15)).And(Return(12));

        // Nobody gets goods back by putting the points aside.
        given.Member.Balance.ShouldBe(new Balance(0, 0, 15, Debt: 7));
        given.And(Return(10)).Member.Balance.Debt.ShouldBe(15);
        given.Entries[^1].ShouldBeOfType<MemberEvent.PurchaseReturned>().ForgivenPoints.ShouldBe(2);
        given.And(Release(), target: 3).Member.Balance.ShouldBe(default);
    }

    [Fact]
    public void Due_AtTheEndOfAReservation_FreesItsPointsThenAndNotBefore()
    {
        var given = Enrolled(s_terms).And(Earn(20)).And(Reserve(15));
        var end = new LedgerTime(Noon.UnixNanoseconds + Day);
        var before = new LedgerTime(end.UnixNanoseconds - 1);

        DueDecider.NextTime(given.Member).ShouldBe(end);
        DueDecider.Decide(given.Member, before, before).ShouldBeNull();
        var ended = DueDecider.Decide(given.Member, end, end).ShouldBeOfType<MemberEvent.ReservationReleased>();

        (ended.Reservation, ended.ReleasedPoints, ended.Origin.RequestId).ShouldBe((3, 15, ""));
        ended.Origin.OccurTime.ShouldBe(end);
        given.Fold(ended);
        given.Member.Balance.ShouldBe(new Balance(20, 0, 0, 0));
        DueDecider.NextTime(given.Member).ShouldBe(LedgerTime.Never);
    }

    [Fact]
    public void Extend_WithinTheMaximum_EndsLaterAndNeverEarlier()
    {
        var given = Enrolled(s_terms).And(Earn(20)).And(Reserve(15)).AndLater(Day / 2);

        given.And(Extend(), target: 3);
        var end = new LedgerTime(Noon.UnixNanoseconds + Day + (Day / 2));
        DueDecider.NextTime(given.Member).ShouldBe(end);
        given.And(Extend(seconds: 60, id: "shorter"), target: 3);
        DueDecider.NextTime(given.Member).ShouldBe(end);

        given.AndLater(Day / 2).When(Extend(seconds: 86_400 + 3_601, id: "longer"), target: 3)
            .ShouldRejectFor(ReservationTooLong);
        given.AndTerms(new Terms()).When(Extend(id: "other"), target: 3).ShouldRejectFor(ReservationNotOffered);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Due_LotsThatExpireWhileReserved_DoSoAsDeclared(bool reservedExpire)
    {
        var given = Enrolled(new Terms(
            ExpiryDays: 1, ReservationDays: 3, ReservationMaximumDays: 3, ReservedExpire: reservedExpire));
        given.And(Earn(20)).And(Reserve(15)).AndLater(2 * Day);

        while (DueDecider.Decide(given.Member, given.RecordTime, given.RecordTime) is { } due)
            given.Fold(due);
        if (reservedExpire)
        {
            given.Member.Balance.ShouldBe(default);
            given.When(Capture(), target: 3).ShouldRejectFor(ReservationEnded);
            return;
        }

        given.Member.Balance.ShouldBe(new Balance(0, 0, 15, 0));
        given.When(Capture(), target: 3).ShouldAccept<MemberEvent.PointsBurned>().Points.ShouldBe(-15);
        // What is freed has its time over and expires at once.
        given.And(Release(), target: 3);
        var expired = DueDecider.Decide(given.Member, given.RecordTime, given.RecordTime)
            .ShouldBeOfType<MemberEvent.PointsExpired>();
        expired.Points.ShouldBe(-15);
    }
}
