using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;
using NodaTime;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>
/// Tiers. Noon is of 28 May 2026 in London, when members are enrolled; a point is earned for a pound.
/// </summary>
public sealed class MemberDeciderTierTests
{
    private static readonly TierTableDefinition s_years = new()
    {
        HoldPeriods = 1,
        Tiers =
        [
            new() { Id = "bronze" },
            new() { Id = "silver", Threshold = 100, RetainThreshold = 60 },
            new() { Id = "gold", Threshold = 300, RetainThreshold = 200 },
        ],
    };

    private static readonly TierTableDefinition s_rolling = s_years with
    {
        Period = TierPeriod.RollingMonths,
        Months = 3,
        HoldPeriods = 0,
        Tiers =
        [
            new() { Id = "bronze" }, new() { Id = "silver", Threshold = 100 }, new() { Id = "gold", Threshold = 300 },
        ],
    };

    [Fact]
    public void Earn_BelowTheFirstThreshold_CountsAndTellsHowFar()
    {
        var change = Of(s_years).When(Earn(40)).ShouldAccept<MemberEvent.PointsEarned>().Tier.ShouldNotBeNull();

        change.Count.ShouldBe(new TierCount(At(2026, 1, 1), At(2027, 1, 1), At(2028, 1, 1), 40));
        change.Held.ShouldBe(new TierHold("bronze", LedgerTime.Never));
        change.ReviewTime.ShouldBe(LedgerTime.Never);
        change.Progress.ShouldBe(new TierProgress(40, At(2027, 1, 1), "silver", 100, 0));
    }

    [Fact]
    public void Earn_ThatReachesATier_GivesItThroughTheNextYear()
    {
        var given = Of(s_years).And(Earn(99)).And(Earn(1));

        given.Entries[^1].Tier!.Held.ShouldBe(new TierHold("silver", At(2028, 1, 1)));
        given.Entries[^1].Tier!.Progress.ShouldBe(new TierProgress(100, At(2027, 1, 1), "gold", 300, 60));
        DueDecider.NextTime(given.Member).ShouldBe(At(2028, 1, 1));
    }

    [Fact]
    public void Earn_OfMoreThanAll_HasNoNextTier()
    {
        var change = Of(s_years).When(Earn(1_000)).ShouldAccept<MemberEvent.PointsEarned>().Tier!;

        change.Held.TierId.ShouldBe("gold");
        change.Progress.ShouldBe(new TierProgress(1_000, At(2027, 1, 1), "", 0, 200));
    }

    [Theory]
    [InlineData(59, "bronze", 0)]
    [InlineData(60, "silver", 2029)]
    [InlineData(99, "silver", 2029)]
    [InlineData(300, "gold", 2029)]
    public void YearAfter_WithSoMuch_KeepsOrLosesTheTier(long points, string tier, int until)
    {
        var given = Of(s_years).And(Earn(100)).AndDue(At(2027, 3, 1))
            .And(Earn(points) with { OccurTime = At(2027, 2, 1) });

        given.AndDue(At(2027, 12, 31));
        var before = given.Member.Tier.Held.TierId;
        given.AndDue(At(2028, 1, 1));

        before.ShouldBe(points >= 300 ? "gold" : "silver");
        given.Member.Tier.Held.ShouldBe(new TierHold(tier, until == 0 ? LedgerTime.Never : At(until, 1, 1)));
        given.Entries.OfType<MemberEvent.TierReviewed>().Count().ShouldBe(points < 60 ? 1 : 0);
    }

    // What let it be kept by less is forgotten by then.
    [Fact]
    public void Tier_KeptByLess_IsStillReachedOnceTheYearBeforeIsForgotten()
    {
        var given = Of(s_years).And(Earn(300)).AndDue(At(2027, 3, 1)).And(Earn(250) with { OccurTime = At(2027, 2, 1) })
            .AndDue(At(2028, 6, 1)).And(Burn(1)).And(ReturnSale("back", new ReturnPart("1", 0, 3_000)), target: 3);

        given.Member.Tier.Counts.ToArray().Select(count => (count.Count, count.KeptTierId)).ShouldBe([(220, "gold")]);
        given.Member.Tier.Held.ShouldBe(new TierHold("gold", At(2029, 1, 1)));
        given.And(ReturnSale("more", new ReturnPart("1", 0, 3_000)), target: 3).Member.Tier.Held
            .ShouldBe(new TierHold("silver", At(2029, 1, 1)));
    }

    [Fact]
    public void Review_NamesWhatWasAndIsOfItsMoment()
    {
        var given = Of(s_years).And(Earn(100)).AndDue(At(2030, 7, 1));

        var review = given.Entries[^1].ShouldBeOfType<MemberEvent.TierReviewed>();
        review.FormerTierId.ShouldBe("silver");
        (review.Origin.OccurTime, review.Origin.RecordTime).ShouldBe((At(2028, 1, 1), At(2030, 7, 1)));
        review.Tier!.Held.ShouldBe(new TierHold("bronze", LedgerTime.Never));
        given.Member.Tier.Counts.Length.ShouldBe(0);
    }

    [Fact]
    public void Downgrade_ByOneTier_StepsDownYearByYear()
    {
        var given = Of(s_years with { Downgrade = TierDowngrade.OneTier }).And(Earn(300)).AndDue(At(2040, 1, 1));

        given.Entries.OfType<MemberEvent.TierReviewed>()
            .Select(review => (review.Origin.OccurTime, review.FormerTierId, review.Tier!.Held)).ShouldBe(
        [
            (At(2028, 1, 1), "gold", new TierHold("silver", At(2029, 1, 1))),
            (At(2029, 1, 1), "silver", new TierHold("bronze", LedgerTime.Never)),
        ]);
    }

    [Fact]
    public void Downgrade_ByCount_GivesWhatTheLastYearReached()
    {
        var given = Of(s_years).And(Earn(300)).AndDue(At(2027, 3, 1)).And(Earn(150) with { OccurTime = At(2027, 2, 1) })
            .AndDue(At(2028, 1, 1));

        given.Member.Tier.Held.ShouldBe(new TierHold("silver", At(2029, 1, 1)));
    }

    [Fact]
    public void Grace_MovesTheEndOn()
    {
        var given = Of(s_years with { GraceDays = 60 }).And(Earn(100));

        given.Member.Tier.Held.EndTime.ShouldBe(At(2028, 3, 1));
        given.AndDue(At(2028, 2, 29)).Member.Tier.Held.TierId.ShouldBe("silver");
        given.AndDue(At(2028, 3, 1)).Member.Tier.Held.TierId.ShouldBe("bronze");
    }

    [Fact]
    public void Upgrade_AtPeriodEnd_ComesThenAndLasts()
    {
        var given = Of(s_years with { Upgrade = TierUpgrade.PeriodEnd }).And(Earn(100));

        given.Member.Tier.Held.TierId.ShouldBe("bronze");
        DueDecider.NextTime(given.Member).ShouldBe(At(2027, 1, 1));
        given.AndDue(At(2027, 1, 1)).Member.Tier.Held.ShouldBe(new TierHold("silver", At(2028, 1, 1)));
        given.And(Earn(60, "more") with { OccurTime = At(2027, 1, 1) }).Member.Tier.Held
            .ShouldBe(new TierHold("silver", At(2029, 1, 1)));
    }

    [Fact]
    public void AnniversaryYear_BeginsOnTheDayOfTheEnrolment()
    {
        var given = Of(s_years with { Period = TierPeriod.AnniversaryYear }).AndDue(At(2027, 5, 28))
            .And(Earn(40, "last day") with { OccurTime = At(2027, 5, 27) })
            .And(Earn(70, "first day") with { OccurTime = At(2027, 5, 28) });

        given.Entries[1].Tier!.Count.ShouldBe(new TierCount(At(2026, 5, 28), At(2027, 5, 28), At(2028, 5, 28), 40));
        given.Entries[2].Tier!.Count.ShouldBe(new TierCount(At(2027, 5, 28), At(2028, 5, 28), At(2029, 5, 28), 70));
        given.Member.Tier.Held.TierId.ShouldBe("bronze");
        given.Entries[2].Tier!.Progress.Count.ShouldBe(70);
    }

    [Fact]
    public void AnniversaryYear_OfAPurchaseBeforeTheEnrolment_IsTheFirst()
    {
        var entry = Of(s_years with { Period = TierPeriod.AnniversaryYear })
            .When(Earn(5) with { OccurTime = At(2025, 1, 1) }).ShouldAccept<MemberEvent.PointsEarned>();

        entry.Tier!.Count.BeginTime.ShouldBe(At(2026, 5, 28));
    }

    [Fact]
    public void RollingMonths_CountTheLastThree()
    {
        var given = Of(s_rolling).And(Earn(60)).AndDue(At(2026, 7, 15))
            .And(Earn(50) with { OccurTime = At(2026, 7, 10) });

        // May and July are 110; May counts through July.
        given.Member.Tier.Held.ShouldBe(new TierHold("silver", At(2026, 8, 1)));
        given.Entries[^1].Tier!.Progress.ShouldBe(new TierProgress(110, LedgerTime.Never, "gold", 300, 100));
        given.AndDue(At(2026, 8, 1)).Member.Tier.Held.TierId.ShouldBe("bronze");
        given.Member.Tier.Counts.ToArray().Select(count => count.Count).ShouldBe([50]);
    }

    [Fact]
    public void RollingMonths_ThatKeepReachingIt_KeepTheTierWithoutAReview()
    {
        var given = Of(s_rolling).And(Earn(100));
        given.AndDue(At(2026, 7, 15)).And(Earn(100, "july") with { OccurTime = At(2026, 7, 10) });

        given.Member.Tier.Held.ShouldBe(new TierHold("silver", At(2026, 10, 1)));
        given.AndDue(At(2026, 9, 30)).Entries.OfType<MemberEvent.TierReviewed>().ShouldBeEmpty();
    }

    [Fact]
    public void RollingMonths_InTheGrace_CountWhatCountedAtTheEnd()
    {
        var given = Of(s_rolling with { GraceDays = 45 }).And(Earn(100)).AndDue(At(2026, 8, 20))
            .And(Earn(10) with { OccurTime = At(2026, 8, 19) });

        given.Member.Tier.Held.ShouldBe(new TierHold("silver", At(2026, 9, 15)));
        given.Entries[^1].Tier!.Progress.Count.ShouldBe(10);
        given.AndDue(At(2026, 9, 15)).Member.Tier.Held.TierId.ShouldBe("bronze");
    }

    [Fact]
    public void Lifetime_CountsForEver()
    {
        var given = Of(s_years with { Period = TierPeriod.Lifetime, HoldPeriods = 0, Tiers = s_rolling.Tiers })
            .And(Earn(60)).AndDue(At(2040, 1, 1)).And(Earn(40) with { OccurTime = At(2039, 1, 1) });

        given.Member.Tier.Held.ShouldBe(new TierHold("silver", LedgerTime.Never));
        DueDecider.NextTime(given.Member).ShouldBe(LedgerTime.Never);
        given.Entries[^1].Tier!.Progress.ShouldBe(new TierProgress(100, LedgerTime.Never, "gold", 300, 0));
    }

    [Theory]
    [InlineData(TierBasis.Points, 30)]
    [InlineData(TierBasis.Spend, 3_050)]
    [InlineData(TierBasis.Visits, 1)]
    public void Basis_SaysWhatAPurchaseCounts(TierBasis basis, long count) =>
        Of(s_years with { Basis = basis }).When(EarnMinor(3_050, "e")).ShouldAccept<MemberEvent.PointsEarned>()
            .Tier!.Count.Count.ShouldBe(count);

    [Theory]
    [InlineData(TierBasis.Points, -120)]
    [InlineData(TierBasis.Spend, -12_000)]
    [InlineData(TierBasis.Visits, -1)]
    public void Return_OfTheWholeSale_UnwindsWhatItCounted(TierBasis basis, long count)
    {
        var given = Of(s_years with { Basis = basis }).And(Earn(120)).And(ReturnSale("back"), target: 2);

        given.Entries[^1].Tier!.Count.Count.ShouldBe(count);
        given.Member.Tier.Counts.ToArray().ShouldAllBe(one => one.Count == 0);
        given.Member.Tier.Held.TierId.ShouldBe("bronze");
    }

    [Fact]
    public void Return_OfAPart_UnwindsThatPart()
    {
        var given = Of(s_years).And(Earn(120)).And(ReturnSale("back", new ReturnPart("1", 0, 2_050)), target: 2);

        given.Entries[^1].Tier!.Count.Count.ShouldBe(-21);
        given.Member.Tier.Held.TierId.ShouldBe("bronze");
        given.Entries[^1].Tier!.Progress.Count.ShouldBe(99);
    }

    [Fact]
    public void Return_OfAVisit_CountsUntilTheLastOfIt()
    {
        var given = Of(s_years with { Basis = TierBasis.Visits }).And(Earn(120))
            .And(ReturnSale("back", new ReturnPart("1", 0, 2_050)), target: 2);

        given.Entries[^1].Tier!.Count.Count.ShouldBe(0);
        given.And(ReturnSale("rest"), target: 2).Entries[^1].Tier!.Count.Count.ShouldBe(-1);
    }

    [Fact]
    public void Return_ThatKeepsTheTier_LeavesItUntilItsEnd()
    {
        var given = Of(s_years with { Refunds = TierRefunds.KeepTier }).And(Earn(120))
            .And(ReturnSale("back"), target: 2);

        given.Member.Tier.Held.ShouldBe(new TierHold("silver", At(2028, 1, 1)));
        given.Entries[^1].Tier!.Progress.Count.ShouldBe(0);
        given.AndDue(At(2028, 1, 1)).Member.Tier.Held.TierId.ShouldBe("bronze");
    }

    [Fact]
    public void Return_ThatIsIgnored_CountsAsBefore()
    {
        var given = Of(s_years with { Refunds = TierRefunds.Ignore }).And(Earn(120)).And(ReturnSale("back"), target: 2);

        given.Entries[^1].Tier!.Progress.Count.ShouldBe(120);
    }

    [Fact]
    public void Undoing_AfterAReturn_UnwindsWhatIsLeft()
    {
        var given = Of(s_years).And(Earn(120)).And(ReturnSale("back", new ReturnPart("1", 0, 2_050)), target: 2)
            .And(Reverse(2), target: 2);

        given.Entries[^1].Tier!.Count.Count.ShouldBe(-99);
        given.Member.Tier.Counts.ToArray().ShouldAllBe(one => one.Count == 0);
    }

    [Theory]
    [InlineData(TierRefunds.Ignore)]
    [InlineData(TierRefunds.KeepTier)]
    public void Undoing_WhateverRefundsDo_UnwindsTheTier(TierRefunds refunds)
    {
        var given = Of(s_years with { Refunds = refunds }).And(Earn(120)).And(Reverse(2), target: 2);

        given.Member.Tier.Held.TierId.ShouldBe("bronze");
    }

    [Fact]
    public void ReturnWithoutReference_TakesNoMoreThanWasCounted()
    {
        var given = Of(s_years).And(Earn(30)).And(Return(50));

        given.Entries[^1].Tier!.Count.Count.ShouldBe(-30);
        given.Entries[^1].Tier!.Progress.Count.ShouldBe(0);
    }

    [Fact]
    public void Exchange_UnwindsAndCountsInOneEntry()
    {
        var given = Of(s_years).And(Earn(120)).And(Exchange(90), target: 2);

        var exchanged = given.Entries[^1].ShouldBeOfType<MemberEvent.PurchaseExchanged>();
        exchanged.Returned.Tier!.Count.Count.ShouldBe(-120);
        exchanged.Earned.Tier!.Count.Count.ShouldBe(90);
        exchanged.Tier.ShouldBe(exchanged.Earned.Tier);
        given.Member.Tier.Held.TierId.ShouldBe("bronze");
        given.And(ReturnSale("back"), target: 3).Entries[^1].Tier!.Count.Count.ShouldBe(-90);
    }

    // As by two requests: the tier went with the goods.
    [Fact]
    public void Exchange_OfTheSaleThatReachedATier_EarnsWithoutIt()
    {
        var terms = new Terms(Tiers: s_years, BonusPoints: 1_000, BonusTier: "silver");

        var exchanged = Enrolled(terms).And(Earn(120)).When(Exchange(90), target: 2)
            .ShouldAccept<MemberEvent.PurchaseExchanged>();

        exchanged.Earned.Points.ShouldBe(90);
        Enrolled(terms).And(Earn(120)).When(Earn(90)).ShouldAccept<MemberEvent.PointsEarned>().Points.ShouldBe(1_090);
    }

    [Fact]
    public void Return_ThatWaitedForItsSale_UnwindsAtOnce()
    {
        var terms = new Terms(Tiers: s_years, WaitDays: 10);
        var given = Enrolled(terms).And(ReturnAhead("earn 120")).And(Earn(120));

        var settled = ReturnDecider.Settle(
            given.Member, given.Entries[^1], given.RecordTime, given.Program!.Tiers).ShouldNotBeNull();
        given.Fold(settled);

        settled.ShouldBeOfType<MemberEvent.PurchaseReturned>().WaitingReturn.ShouldBe(2);
        given.Member.Tier.Held.TierId.ShouldBe("bronze");
    }

    [Fact]
    public void LatePurchase_OfLastYear_CountsThere()
    {
        var given = Of(s_years).AndDue(At(2027, 1, 10)).And(Earn(100) with { OccurTime = At(2026, 12, 31) });

        given.Member.Tier.Held.ShouldBe(new TierHold("silver", At(2028, 1, 1)));
        given.Entries[^1].Tier!.Progress.ShouldBe(new TierProgress(0, At(2028, 1, 1), "silver", 100, 60) with
        {
            NextTierId = "gold", NextCount = 300,
        });
    }

    [Fact]
    public void Burn_TellsWhereTheMemberStands()
    {
        var given = Of(s_years).And(Earn(120));

        var change = given.When(Burn(20)).ShouldAccept<MemberEvent.PointsBurned>().Tier.ShouldNotBeNull();
        (change.Count, change.Held.TierId, change.Progress.Count).ShouldBe((default, "silver", 120));
    }

    [Fact]
    public void Reservation_ThatIsExtendedAndReleased_TellsWhereTheMemberStands()
    {
        var given = Enrolled(new Terms(Tiers: s_years, ReservationDays: 1, ReservationMaximumDays: 2)).And(Earn(120))
            .And(Reserve(20)).And(Extend(3_600), target: 3).And(Release(), target: 3);

        given.Entries.Skip(2).ShouldAllBe(entry => entry.Tier!.Held.TierId == "silver");
    }

    [Fact]
    public void Grant_OfAHigherTier_LastsUntilItsEnd()
    {
        var given = Of(s_years).And(Earn(120)).And(Grant("gold", At(2026, 9, 1), matched: "Rival Gold"));

        given.Member.Tier.Held.ShouldBe(new TierHold("gold", At(2026, 9, 1)));
        given.AndDue(At(2026, 9, 1)).Member.Tier.Held.ShouldBe(new TierHold("silver", At(2028, 1, 1)));
    }

    [Fact]
    public void Grant_Withdrawn_LeavesWhatIsCounted()
    {
        var given = Of(s_years).And(Earn(20)).And(Grant("gold", At(2030, 9, 1)))
            .And(Grant("", default, id: "withdraw"));

        given.Member.Tier.Held.ShouldBe(new TierHold("bronze", LedgerTime.Never));
        given.When(Grant("", default, id: "again")).ShouldReject(RejectionReason.TierNotGranted);
    }

    [Fact]
    public void Grant_ThroughAYear_IsKeptByLess()
    {
        var given = Of(s_years).And(Grant("gold", At(2027, 1, 1))).And(Earn(200));

        given.Member.Tier.Held.ShouldBe(new TierHold("gold", At(2028, 1, 1)));
    }

    [Fact]
    public void Grant_ThatCannotBe_IsRefused()
    {
        Of(s_years).When(Grant("platinum", At(2030, 1, 1)))
            .ShouldReject(RejectionReason.TierUnknown, ("tier_id", "platinum"));
        Of(s_years).When(Grant("gold", Noon)).ShouldRejectFor(RejectionReason.TierGrantOver);
        Enrolled().When(Grant("gold", At(2030, 1, 1))).ShouldReject(RejectionReason.TiersNotOffered);
        // The first in the order of reasons is named.
        Enrolled(new Terms(Tiers: s_years, AdjustReasons: "match")).When(Grant("platinum", Noon))
            .ShouldReject(RejectionReason.AdjustmentReasonUnknown, ("reason_code", "goodwill"));
    }

    [Fact]
    public void NewTable_OfOtherCounts_StartsAnewAndKeepsTheTier()
    {
        var given = Of(s_years).And(Earn(120)).AndTerms(new Terms(Tiers: s_years with { Basis = TierBasis.Visits }))
            .And(Earn(7));

        given.Member.Tier.Held.ShouldBe(new TierHold("silver", At(2028, 1, 1)));
        given.Entries[^1].Tier!.Progress.Count.ShouldBe(1);
        given.And(ReturnSale("of the first"), target: 2).Entries[^1].Tier!.Count.Count.ShouldBe(0);
        given.AndDue(At(2028, 1, 1)).Member.Tier.Held.TierId.ShouldBe("bronze");
    }

    // Everybody has the lowest: there is nothing to be promised.
    [Fact]
    public void NewTable_OfOtherCounts_PromisesNothingToTheLowest() =>
        Of(s_years).And(Earn(7)).AndTerms(new Terms(Tiers: s_years with { Basis = TierBasis.Visits })).And(Earn(8))
            .Member.Tier.Floors.Length.ShouldBe(0);

    [Fact]
    public void NewTable_OfHigherThresholds_TakesNoTierBeforeItsEnd()
    {
        var harder = s_years with { Tiers = [new() { Id = "bronze" }, new() { Id = "silver", Threshold = 1_000 }] };
        var given = Of(s_years).And(Earn(120)).AndTerms(new Terms(Tiers: harder));

        given.And(Earn(1)).Member.Tier.Held.ShouldBe(new TierHold("silver", At(2028, 1, 1)));
        given.AndDue(At(2028, 1, 1)).Member.Tier.Held.ShouldBe(new TierHold("bronze", LedgerTime.Never));
    }

    [Fact]
    public void NewTable_WithoutTheTier_GivesTheLowest()
    {
        var other = s_years with { Tiers = [new() { Id = "basic" }, new() { Id = "plus", Threshold = 500 }] };
        var given = Of(s_years).And(Earn(120)).AndTerms(new Terms(Tiers: other));

        given.Program!.Tiers!.TierOf(given.Member.Tier).Id.ShouldBe("basic");
        given.And(Earn(380)).Member.Tier.Held.TierId.ShouldBe("plus");
    }

    [Fact]
    public void ProgramWithoutTiersAnyMore_EndsThemAtTheirTime()
    {
        var given = Of(s_years).And(Earn(120)).AndTerms(new Terms()).And(Earn(5)).AndDue(At(2028, 1, 1));

        given.Entries[2].Tier.ShouldBeNull();
        given.Member.Tier.Held.ShouldBe(TierHold.None);
        DueDecider.NextTime(given.Member).ShouldBe(LedgerTime.Never);
    }

    [Fact]
    public void ErasedMember_HasNoTierAndNothingDue()
    {
        var erase = new MemberCommand.EraseMember([[4, 5]])
        { RequestId = "erase", RequestKey = Key("erase"), ContentHash = Content("erase"), OccurTime = Noon };

        var given = Of(s_years).And(Earn(120)).And(erase);

        given.Member.Tier.ShouldBe(MemberTier.None);
        DueDecider.NextTime(given.Member).ShouldBe(LedgerTime.Never);
    }

    [Fact]
    public void Count_BeyondAllMeasure_IsRefused()
    {
        var given = Of(s_years);
        var counted = new TierCount(At(2026, 1, 1), At(2027, 1, 1), At(2028, 1, 1), TierDecider.CountMax);
        var entry = given.When(Earn(1, "first")).ShouldAccept<MemberEvent.PointsEarned>();
        given.Fold(entry with { Tier = entry.Tier! with { Count = counted } });

        given.When(Earn(1)).ShouldRejectFor(RejectionReason.PointsOverflow);
    }

    private static GivenMember Of(TierTableDefinition table) => Enrolled(new Terms(Tiers: table));

    private static LedgerTime At(int year, int month, int day) => LedgerTime.FromInstant(
        new LocalDate(year, month, day).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Europe/London"]).ToInstant());

    private static MemberCommand.ReturnSale ReturnSale(string id, params ReturnPart[] parts) => new(parts)
    {
        RequestId = id,
        RequestKey = Key(id),
        ContentHash = Content(id),
        OccurTime = Noon,
    };
}
