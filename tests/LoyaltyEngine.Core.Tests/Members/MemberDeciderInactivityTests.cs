using LoyaltyEngine.Core.Members;
using NodaTime;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>Points that lapse for want of activity. Noon is of 28 May 2026 in London, an hour ahead of UTC.</summary>
public sealed class MemberDeciderInactivityTests
{
    private const long Day = 86_400_000_000_000;

    private static readonly Terms s_plain = new(IdleDays: 10);
    private static readonly Terms s_noticed = new(IdleDays: 10, IdleNoticeDays: 3);

    // Ten days after 28 May are over with 7 June.
    private static readonly LedgerTime s_lapse = At(6, 8);
    private static readonly LedgerTime s_notice = At(6, 5);

    [Fact]
    public void Earn_UnderTheRule_SaysWhenPointsLapse()
    {
        var entry = Enrolled(s_noticed).When(Earn(20)).ShouldAccept<MemberEvent.PointsEarned>();

        entry.Inactivity.ShouldBe(new Inactivity(s_lapse, s_notice));
        entry.Settlement.LotChanges.ShouldBe([new LotChange(2, 20, LedgerTime.WhenInactive)]);
    }

    [Fact]
    public void Lapse_WithoutNotice_TakesAllLotsAtItsMomentAndNoneBefore()
    {
        var given = Enrolled(s_plain).And(Earn(20)).And(Earn(5, "more"));

        Due(Until(given, new LedgerTime(s_lapse.UnixNanoseconds - 1))).Member.Balance.Available.ShouldBe(25);
        Due(Until(given, s_lapse)).Member.Balance.Available.ShouldBe(0);
        var expired = given.Entries[^1].ShouldBeOfType<MemberEvent.PointsExpired>();
        expired.Origin.OccurTime.ShouldBe(s_lapse);
        DueDecider.NextTime(given.Member).ShouldBe(LedgerTime.Never);
    }

    [Fact]
    public void Lots_OfOtherVersions_KeepTheirDates()
    {
        var given = Enrolled(new Terms(ExpiryDays: 30)).And(Earn(7, "dated")).AndTerms(new Terms())
            .And(Earn(9, "for good")).AndTerms(s_plain).And(Earn(20));

        given.Member.Lots.Open.ToArray().Select(lot => lot.Id).ShouldBe([2, 4, 3]);
        Due(Until(given, s_lapse)).Member.OpenLots().ShouldBe([(2, 7), (3, 9)]);
        Due(Until(given, At(6, 28))).Member.OpenLots().ShouldBe([(3, 9)]);
    }

    [Fact]
    public void Activity_BeforeTheLapse_MovesItOn()
    {
        var given = Enrolled(s_plain).And(Earn(20)).AndLater(5 * Day)
            .And(Burn(1) with { OccurTime = Noon.PlusSeconds(5 * 86_400) });

        given.Member.Lapse.Time.ShouldBe(At(6, 13));
        Due(Until(given, s_lapse)).Member.Balance.Available.ShouldBe(19);
        Due(Until(given, At(6, 13))).Member.Balance.Available.ShouldBe(0);
    }

    [Fact]
    public void Activity_ToldLate_MovesNothingBack()
    {
        var given = Enrolled(s_plain).And(Earn(20)).And(Earn(3, "late") with { OccurTime = At(5, 1) });

        given.Member.Lapse.Time.ShouldBe(s_lapse);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Burn_CountsWhereTheProgramSaysSo(bool counts, bool isActivity)
    {
        var entry = Enrolled(s_plain with { IdleBurns = counts }).And(Earn(20)).When(Burn(5))
            .ShouldAccept<MemberEvent.PointsBurned>();

        (entry.Inactivity is not null).ShouldBe(isActivity);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Return_CountsWhereTheProgramSaysSo(bool counts)
    {
        var entry = Enrolled(s_plain with { IdleReturns = counts }).And(Earn(20)).When(Return(5))
            .ShouldAccept<MemberEvent.PurchaseReturned>();

        (entry.Inactivity is not null).ShouldBe(counts);
    }

    [Fact]
    public void Adjust_ThatGives_IsAnActivityAndOneThatTakesIsNone()
    {
        var given = Enrolled(s_plain);

        given.When(Adjust(5)).ShouldAccept<MemberEvent>().Inactivity.ShouldNotBeNull();
        given.And(Earn(20)).When(Adjust(-5)).ShouldAccept<MemberEvent>().Inactivity.ShouldBeNull();
        given.When(Reserve(1)).Event?.Inactivity.ShouldBeNull();
    }

    [Fact]
    public void Notice_InTime_IsGivenOnceAndThePointsLapseNotBeforeIt()
    {
        var given = Due(Until(Enrolled(s_noticed).And(Earn(20)), s_notice));

        var notice = given.Entries[^1].ShouldBeOfType<MemberEvent.ExpiryNoticed>();
        (notice.LapseTime, notice.LapsingPoints, notice.Points).ShouldBe((s_lapse, 20, 0));
        (notice.Origin.OccurTime, notice.Origin.RequestId).ShouldBe((s_notice, ""));
        DueDecider.NextTime(given.Member).ShouldBe(s_lapse);
        Due(Until(given, s_lapse)).Member.Balance.Available.ShouldBe(0);
        given.Entries.OfType<MemberEvent.ExpiryNoticed>().Count().ShouldBe(1);
    }

    [Fact]
    public void Notice_OfPurchasesOfOneDay_IsOneForAll()
    {
        var given = Due(Until(Enrolled(s_noticed).And(Earn(20)).And(Earn(5, "more")), s_notice));

        Due(given.And(ReturnSale("back"), target: 2)).Entries.OfType<MemberEvent.ExpiryNoticed>().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 20)]
    public void ReverseBurn_LeavesItsActivityWhereTheMerchantCausedIt(bool isMerchantCaused, long points)
    {
        var given = Enrolled(s_plain).And(Earn(20)).AndLater(5 * Day)
            .And(Burn(5) with { OccurTime = Noon.PlusSeconds(5 * 86_400) })
            .And(Reverse(3) with { IsMerchantCaused = isMerchantCaused }, target: 3);

        Due(Until(given, s_lapse)).Member.Balance.Available.ShouldBe(points);
    }

    [Fact]
    public void Notice_AfterDowntime_LeavesTheMemberAllItsDays()
    {
        var late = new LedgerTime(s_lapse.UnixNanoseconds + (5 * Day) + (Day / 3));
        var given = Due(Until(Enrolled(s_noticed).And(Earn(20)), late));

        given.Member.Balance.Available.ShouldBe(20);
        var lapse = At(6, 16);
        given.Entries[^1].ShouldBeOfType<MemberEvent.ExpiryNoticed>().LapseTime.ShouldBe(lapse);
        Due(Until(given, lapse)).Member.Balance.Available.ShouldBe(0);
    }

    [Fact]
    public void Activity_AfterTheNotice_AsksForANewOne()
    {
        var given = Due(Until(Enrolled(s_noticed).And(Earn(20)), s_notice));
        given.And(Earn(1, "again") with { OccurTime = s_notice });

        given.Member.Lapse.ShouldBe(new Lapse(At(6, 16), At(6, 13), IsNoticed: false));
        Due(Until(given, At(6, 15))).Entries.OfType<MemberEvent.ExpiryNoticed>().Count().ShouldBe(2);
    }

    [Fact]
    public void Notice_NothingToLapse_IsNotGiven()
    {
        var given = Enrolled(s_noticed with { IdleBurns = false }).And(Earn(20)).And(Burn(20));

        Due(Until(given, At(7, 1))).Entries.Count.ShouldBe(3);
    }

    [Fact]
    public void Notice_OfPointsThatAreReservedOrPending_IsGiven()
    {
        var terms = s_noticed with { ReservationDays = 20, ReservationMaximumDays = 20 };
        var reserved = Enrolled(terms).And(Earn(20)).And(Reserve(20));
        Due(Until(reserved, s_notice)).Entries[^1].ShouldBeOfType<MemberEvent.ExpiryNoticed>().LapsingPoints
            .ShouldBe(20);
        var pending = Enrolled(s_noticed with { PendingDays = 60 }).And(Earn(20));
        Due(Until(pending, s_notice)).Entries[^1].ShouldBeOfType<MemberEvent.ExpiryNoticed>().LapsingPoints
            .ShouldBe(20);
    }

    [Fact]
    public void Lapse_WhilePointsAreReserved_TakesThemWhenTheyAreFree()
    {
        var given = Enrolled(s_plain with { ReservationDays = 20, ReservationMaximumDays = 20 })
            .And(Earn(20)).And(Reserve(20));

        Due(Until(given, s_lapse)).Member.Balance.Reserved.ShouldBe(20);
        Due(given.And(Release(), target: 3)).Member.Balance.ShouldBe(default);
        given.Entries[^1].ShouldBeOfType<MemberEvent.PointsExpired>();
    }

    [Fact]
    public void Lapse_OfReservedPointsThatExpire_EndsTheReservation()
    {
        var given = Enrolled(s_plain with
        {
            ReservationDays = 20, ReservationMaximumDays = 20, ReservedExpire = true,
        }).And(Earn(20)).And(Reserve(15));

        Due(Until(given, s_lapse)).Member.Balance.ShouldBe(default);
        given.Member.Reservations.Open.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Refund_OfTheLastPurchase_IsAsIfItHadNotBeen(bool undoes)
    {
        var given = Due(Until(Enrolled(s_noticed).And(Earn(20)), s_notice));
        var before = given.Member.Lapse;
        given.And(Earn(9, "again") with { OccurTime = s_notice });

        given.And(ReturnSale("part", new ReturnPart("1", 0, 100)), target: 4);
        given.Member.Lapse.ShouldNotBe(before);
        given.And(undoes ? Reverse(4) : ReturnSale("rest"), target: 4);

        given.Member.Lapse.ShouldBe(before);
        Due(Until(given, s_lapse)).Member.Balance.Available.ShouldBe(0);
    }

    [Fact]
    public void Refund_AfterAnotherPurchase_LeavesTheLapseOfThat()
    {
        var given = Enrolled(s_plain).And(Earn(20)).And(Earn(3, "late") with { OccurTime = At(5, 27) })
            .And(ReturnSale("all"), target: 2);

        given.Member.Lapse.Time.ShouldBe(At(6, 7));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public void Refund_OfAllPurchases_InAnyOrder_IsAsIfNoneHadBeen(long first, long second)
    {
        var given = Enrolled(s_plain).And(Earn(20)).And(Earn(30))
            .And(ReturnSale("one"), target: first).And(ReturnSale("two"), target: second);

        given.Member.Lapse.ShouldBe(default);
    }

    [Fact]
    public void Refund_OfMorePurchasesThanAreToldApart_LeavesTheLapseOfTheRest()
    {
        var given = Enrolled(s_plain);
        for (var i = 0; i <= ActivityList.CountMax; i++)
            given.And(Earn(1, $"e{i}") with { OccurTime = At(5, 2 + i) });

        for (var i = ActivityList.CountMax; i >= 0; i--)
            given.And(ReturnSale($"r{i}"), target: 2 + i);

        given.Member.Lapse.Time.ShouldBe(At(5, 14));
    }

    [Fact]
    public void Exchange_OfAllOfTheLastPurchase_CountsAsAPurchase()
    {
        var given = Enrolled(s_plain).And(Earn(20)).AndLater(Day)
            .And(Exchange(5) with { OccurTime = Noon.PlusSeconds(86_400) }, target: 2);

        given.Member.Lapse.Time.ShouldBe(At(6, 9));
        given.Member.Activities.All.ToArray().Select(activity => activity.Revision).ShouldBe([3]);
    }

    // As the return and then the purchase: what only the first purchase had kept alive is over.
    [Fact]
    public void Exchange_OfAllThatKeptOtherPointsAlive_LetsThemLapse()
    {
        var given = Enrolled(s_plain).And(Earn(20)).AndLater(5 * Day)
            .And(Earn(5, "next") with { OccurTime = Noon.PlusSeconds(5 * 86_400) });

        Until(given, s_lapse).And(Exchange(3) with { OccurTime = s_lapse }, target: 3);

        Due(given).Member.OpenLots().ShouldBe([(4, 3)]);
    }

    [Fact]
    public void Version_WithAShorterPeriod_MovesNothingBack()
    {
        var given = Enrolled(s_plain).And(Earn(20)).AndTerms(new Terms(IdleDays: 2)).And(Earn(1, "short"));

        given.Member.Lapse.Time.ShouldBe(s_lapse);
    }

    [Fact]
    public void Version_WithoutTheRule_EndsItWithTheNextActivity()
    {
        var given = Enrolled(s_plain).And(Earn(20)).AndTerms(new Terms());
        given.Member.Lapse.Time.ShouldBe(s_lapse);

        given.And(Burn(1));

        given.Entries[^1].Inactivity.ShouldBe(new Inactivity(LedgerTime.Never, default));
        Due(Until(given, At(12, 1))).Member.Balance.Available.ShouldBe(19);
        PointSchedule.Of(given.Member).Points.ShouldBe([new ScheduledPoints(default, LedgerTime.Never, 19)]);
        for (var i = 1; i < ActivityList.CountMax; i++)
            given.And(Earn(1, $"later {i}")).Entries[^1].Inactivity.ShouldNotBeNull();
        // From here on it cannot be gone back from.
        given.And(Earn(1, "last")).Entries[^1].Inactivity.ShouldBeNull();
    }

    [Fact]
    public void Exchange_OfAllThatWasEverBought_UnderAVersionWithoutTheRule_EndsNothing()
    {
        var given = Enrolled(s_plain).And(Earn(20)).AndTerms(new Terms()).And(Exchange(5), target: 2);

        given.Entries[^1].Inactivity.ShouldBeNull();
        given.AndTerms(s_plain).And(Earn(1, "again")).Member.Lapse.Time.ShouldBe(s_lapse);
    }

    [Fact]
    public void Lapsed_LotsBeyondThoseRemembered_AreNotTakenBackAgain()
    {
        var given = Enrolled(s_plain);
        for (var i = 0; i <= ExpiredLots.CountMax; i++)
            given.And(Earn(1, $"e{i}"));
        Due(Until(given, s_lapse));
        given.AndTerms(new Terms(ExpiryDays: 300)).And(Earn(50, "dated"));
        var dated = given.Member.Revision;

        given.And(ReturnSale("first"), target: 2);
        given.Entries[^1].Points.ShouldBe(0);
        given.And(Burn(50, "all")).And(ReturnSale("second"), target: dated);
        given.Member.Debt.ShouldBe(50);
    }

    [Fact]
    public void Grace_ForPointsThatLapsed_GivesThemADate()
    {
        var given = Enrolled(s_plain with { GraceDays = 4, IdleBurns = false }).And(Earn(20)).And(Burn(20));
        Due(Until(given, s_lapse)).And(Reverse(3) with { IsMerchantCaused = true }, target: 3);

        given.Member.Lots.Open.ToArray().ShouldBe([new Lot(2, 20, At(6, 13))]);
    }

    [Fact]
    public void Grace_BeforeTheLapse_LeavesThePointsToTheNextActivity()
    {
        var given = Enrolled(s_plain with { GraceDays = 4, IdleBurns = false }).And(Earn(20)).And(Earn(5, "more"))
            .And(Burn(15)).AndLater(10 * Day).And(Reverse(4) with { IsMerchantCaused = true }, target: 4);

        given.Member.OpenLots().ShouldBe([(2, 20), (3, 5)]);
        given.Member.Lots.Open.ToArray().ShouldAllBe(lot => lot.ExpireTime.IsWhenInactive);
        given.Member.Lapse.ShouldBe(new Lapse(At(6, 12), default, IsNoticed: false));
        given.And(Earn(1, "last") with { OccurTime = At(6, 7) }).Member.Lapse.Time.ShouldBe(At(6, 18));
    }

    [Fact]
    public void Notice_OnceGiven_HoldsForWhateverLapsesInItsPlace()
    {
        var given = Enrolled(s_noticed).And(Earn(20)).AndLater(Day)
            .And(Earn(5, "more") with { OccurTime = Noon.PlusSeconds(86_400) });
        Due(Until(given, At(6, 6))).And(ReturnSale("back"), target: 3);

        Due(Until(given, s_lapse)).Member.Balance.Available.ShouldBe(20);
        Due(Until(given, At(6, 9))).Member.Balance.Available.ShouldBe(0);
        given.Entries.OfType<MemberEvent.ExpiryNoticed>().Count().ShouldBe(1);
    }

    [Fact]
    public void Notice_ThatOnlyAShorterRuleAsksFor_IsGivenOfTheLapseThatHolds()
    {
        var given = Enrolled(s_plain).And(Earn(20)).AndTerms(new Terms(IdleDays: 5, IdleNoticeDays: 3))
            .And(Earn(5, "short"));

        given.Member.Lapse.ShouldBe(new Lapse(s_lapse, s_notice, IsNoticed: false));
    }

    [Fact]
    public void Notice_OfAnErasedMember_IsNotGiven()
    {
        var given = Enrolled(s_noticed).And(Earn(20)).And(s_erase);

        Due(Until(given, s_lapse)).Member.Balance.Available.ShouldBe(0);
        given.Entries.OfType<MemberEvent.ExpiryNoticed>().ShouldBeEmpty();
    }

    [Fact]
    public void Activity_AfterALapse_BringsNothingBackThatWasReserved()
    {
        var given = Enrolled(s_plain with { ReservationDays = 20, ReservationMaximumDays = 20 })
            .And(Earn(20)).And(Reserve(20));

        Due(Until(given, s_lapse)).And(Earn(3, "again") with { OccurTime = s_lapse }).And(Release(), target: 3);

        PointSchedule.Of(given.Member).Points.Count.ShouldBe(2);
        Due(given).Member.OpenLots().ShouldBe([(4, 3)]);
        given.Entries[^1].Origin.OccurTime.ShouldBe(s_lapse);
    }

    [Fact]
    public void Activity_AfterALapse_BringsNothingBackThatWasBurned()
    {
        var given = Enrolled(s_plain with { IdleBurns = false }).And(Earn(20)).And(Burn(20));

        Due(Until(given, s_lapse)).And(Earn(3, "again") with { OccurTime = s_lapse }).And(Reverse(3), target: 3);

        Due(given).Member.OpenLots().ShouldBe([(4, 3)]);
    }

    [Fact]
    public void ReturnAwaitingItsSale_IsAReturn()
    {
        var given = Enrolled(s_plain with { IdleReturns = true, WaitDays = 5 });

        given.When(ReturnSale("early") with { AwaitedRequestId = "late" })
            .ShouldAccept<MemberEvent.ReturnAwaitsSale>().Inactivity.ShouldNotBeNull();
    }

    [Fact]
    public void ReverseAdjustment_WhoseDebtWasRepaid_GivesPointsOfThisDay()
    {
        var given = Enrolled(s_plain with { AdjustOwes = true }).And(Adjust(-20)).And(Earn(20))
            .And(Reverse(2), target: 2);

        given.Member.Lots.Open.ToArray().ShouldBe([new Lot(4, 20, LedgerTime.WhenInactive)]);
        given.Entries[^1].Inactivity.ShouldNotBeNull();
        given.Member.Debts.Repaid.Length.ShouldBe(0);
    }

    [Fact]
    public void Schedule_OfLapsingPoints_TellsTheMomentAndThatItMoves()
    {
        var given = Enrolled(s_noticed).And(Earn(20));

        PointSchedule.Of(given.Member).Points.ShouldHaveSingleItem().ShouldBe(
            new ScheduledPoints(default, s_lapse, 20) { WhenInactive = true });
    }

    private static readonly MemberCommand.EraseMember s_erase = new([[4, 5]])
    {
        RequestId = "erase",
        RequestKey = Key("erase"),
        ContentHash = Content("erase"),
        OccurTime = Noon,
    };

    private static LedgerTime At(int month, int day) => LedgerTime.FromInstant(
        new LocalDate(2026, month, day).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Europe/London"]).ToInstant());

    private static GivenMember Until(GivenMember given, LedgerTime time) =>
        given.AndLater(time.UnixNanoseconds - given.RecordTime.UnixNanoseconds);

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
