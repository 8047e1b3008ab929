using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using static LoyaltyEngine.Core.Tests.Members.Entry;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>
/// What becomes of a command, given the entries before it. Read as: given a member that is enrolled, and earned, and
/// burned; when this is sent; then it settles so or is refused for that. The enrolment is entry 1, so what follows it
/// opens lots 2, 3, 4.
/// </summary>
public sealed class MemberDeciderTests
{
    [Fact]
    public void Enrol_UnknownMember_MakesItsFirstEntry()
    {
        var entry = Unknown().When(Enrol()).ShouldAccept<MemberEvent.MemberEnrolled>();

        entry.Revision.ShouldBe(1);
        entry.SealedPersonalData.ShouldBe([1, 2, 3]);
        entry.IdentifierHashes.ShouldHaveSingleItem().ShouldBe([4, 5]);
        entry.ShouldSettle(after: Has(0));
    }

    [Fact]
    public void Enrol_EnrolledMember_IsRefused() =>
        Enrolled().When(Enrol("another request")).ShouldReject(RejectionReason.MemberAlreadyEnrolled);

    [Fact]
    public void Enrol_IdentifierOfAnotherMember_IsRefused() =>
        Unknown().When(Enrol(), isIdentifierTaken: true).ShouldReject(RejectionReason.IdentifierTaken);

    [Fact]
    public void Enrol_AfterACancelledRequest_IsEntryTwo() =>
        Unknown().And(Cancel("never")).When(Enrol()).ShouldAccept<MemberEvent.MemberEnrolled>().Revision.ShouldBe(2);

    [Fact]
    public void AnyCommand_Accepted_KeepsWhereItCameFrom()
    {
        var command = Earn(5, "r-1") with
        {
            Context = new("store", "till", "cashier", "receipt", "app"),
            OccurTime = new(17),
        };

        var origin = Enrolled(new Terms(Version: 9)).AndLater(40).When(command).ShouldAccept<MemberEvent>().Origin;

        origin.ShouldBe(new EntryOrigin
        {
            Revision = 2,
            RecordTime = new(Noon.UnixNanoseconds + 40),
            OccurTime = new(17),
            RequestId = "r-1",
            RequestKey = Key("r-1"),
            ContentHash = command.ContentHash,
            Principal = "till",
            ProgramVersion = 9,
            Context = new("store", "till", "cashier", "receipt", "app"),
            // London was an hour ahead from 1968 to 1971, in winter too.
            UtcOffsetSeconds = 3_600,
            TzVersion = LoyaltyProgram.TzVersion,
        });
        LoyaltyProgram.TzVersion.ShouldMatch("^20[0-9][0-9][a-z]$");
    }

    [Theory]
    [MemberData(nameof(CommandsButEnrol))]
    public void AnyCommandButEnrol_UnknownMember_IsRefused(string name)
    {
        Unknown().When(CommandNamed(name)).ShouldReject(RejectionReason.MemberUnknown);
        Unknown().And(Cancel("never")).When(CommandNamed(name)).ShouldReject(RejectionReason.MemberUnknown);
    }

    [Theory]
    [MemberData(nameof(CommandsButEnrol))]
    public void AnyCommand_OtherRevisionExpected_IsRefused(string name)
    {
        var given = Enrolled().And(Earn(50)).And(Burn(10));

        given.When(CommandNamed(name) with { ExpectedRevision = 2 }, target: 2).ShouldReject(
            RejectionReason.RevisionMoved, ("expected_revision", "2"), ("revision", "3"));
        given.When(CommandNamed(name) with { ExpectedRevision = 3 }, target: 2).ShouldAccept<MemberEvent>();
    }

    [Theory]
    [MemberData(nameof(CommandsButEnrol))]
    public void AnyCommand_SaidToHappenInTheFuture_IsRefused(string name)
    {
        var given = Enrolled().And(Earn(50));
        var justAhead = CommandNamed(name) with { OccurTime = new(Noon.UnixNanoseconds + 1) };

        given.When(justAhead, target: 2).ShouldReject(
            RejectionReason.OccurTimeAhead,
            ("occur_time", justAhead.OccurTime.ToString()),
            ("occur_time_max", Noon.ToString()));
        given.When(CommandNamed(name) with { OccurTime = Noon }, target: 2).ShouldAccept<MemberEvent>();
    }

    [Theory]
    [MemberData(nameof(CommandsButEnrol))]
    public void AnyCommand_BeforeTheProgram_IsRefused(string name) =>
        Enrolled().And(Earn(50)).AndNoProgram().When(CommandNamed(name), target: 2).ShouldReject(
            RejectionReason.OccurTimeBeforeProgram, ("occur_time", Noon.ToString()));

    [Fact]
    public void Earn_Basket_OpensALotAndExplainsItself()
    {
        var entry = Enrolled().When(EarnMinor(1_299, "r")).ShouldAccept<MemberEvent.PointsEarned>();

        entry.ShouldSettle(after: Has(12), lots: (2, 12));
        entry.EligibleAmountMinor.ShouldBe(1_299);
        entry.AppliedRules.Sum(rule => rule.Points).ShouldBe(12);
        entry.Basket.Lines.ShouldHaveSingleItem().AmountMinor.ShouldBe(1_299);
    }

    [Fact]
    public void Earn_BasketWorthNothing_IsAnEntryLikeAnyOther()
    {
        var given = Enrolled().And(EarnMinor(99, "r"));

        given.Entries[1].ShouldBeOfType<MemberEvent.PointsEarned>().ShouldSettle(after: Has(0));
        given.Member.Revision.ShouldBe(2);
        given.Member.OpenLots().ShouldBeEmpty();
    }

    [Fact]
    public void Earn_BasketWorthNothingAndDebt_RepaysNothing() =>
        Enrolled().And(Return(30)).When(EarnMinor(99, "r")).ShouldAccept<MemberEvent>().ShouldSettle(after: Owes(30));

    [Fact]
    public void Earn_OtherCurrency_IsRefused() =>
        Enrolled().When(Earn(1) with { Basket = BasketOf(100, "EUR") }).ShouldReject(
            RejectionReason.CurrencyUnsupported, ("currency_code", "EUR"), ("program_currency_code", "GBP"));

    [Fact]
    public void Earn_MoreThanTheDebt_RepaysItAndOpensALotWithTheRest() =>
        Enrolled().And(Return(30)).When(Earn(100)).ShouldAccept<MemberEvent>()
            .ShouldSettle(after: Has(70), debtChange: -30, lots: (3, 70));

    [Theory]
    [InlineData(29, 1)]
    [InlineData(30, 0)]
    public void Earn_NoMoreThanTheDebt_OpensNoLot(long points, long debtAfter) =>
        Enrolled().And(Return(30)).When(Earn(points)).ShouldAccept<MemberEvent>()
            .ShouldSettle(after: Owes(debtAfter), debtChange: -points);

    [Fact]
    public void Burn_SomeOfALot_LeavesTheRestOpen()
    {
        var given = Enrolled().And(Earn(100)).And(Burn(30));

        var entry = given.Entries[2].ShouldBeOfType<MemberEvent.PointsBurned>();
        entry.ShouldSettle(after: Has(70), lots: (2, -30));
        (entry.CurrencyCode, entry.ValueMinor).ShouldBe(("GBP", 30));
        given.Member.OpenLots().ShouldBe([(2, 70)]);
    }

    [Fact]
    public void Burn_MoreThanOneLot_TakesTheOldestFirst()
    {
        var given = Enrolled().And(Earn(10)).And(Earn(20)).And(Earn(30)).And(Burn(35));

        given.Entries[^1].ShouldSettle(after: Has(25), lots: [(2, -10), (3, -20), (4, -5)]);
        given.Member.OpenLots().ShouldBe([(4, 25)]);
    }

    [Fact]
    public void Burn_Everything_ClosesEveryLot() =>
        Enrolled().And(Earn(10)).And(Earn(20)).And(Burn(30)).Member.OpenLots().ShouldBeEmpty();

    [Fact]
    public void Burn_OnePointTooMany_IsRefused() =>
        Enrolled().And(Earn(10)).And(Earn(20)).When(Burn(31)).ShouldReject(
            RejectionReason.InsufficientPoints, ("points", "31"), ("available_points", "30"));

    [Fact]
    public void Burn_InDebt_IsRefused() =>
        Enrolled().And(Return(30)).When(Burn(1)).ShouldReject(
            RejectionReason.InsufficientPoints, ("points", "1"), ("available_points", "0"));

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(49)]
    [InlineData(-50)]
    [InlineData(long.MinValue)]
    public void Burn_BelowTheMinimum_IsRefused(long points) =>
        Enrolled(new Terms(BurnMinimum: 50, BurnStep: 10)).And(Earn(100)).When(Burn(points)).ShouldReject(
            RejectionReason.BurnBelowMinimum, ("points", $"{points}"), ("minimum_points", "50"));

    [Theory]
    [InlineData(51)]
    [InlineData(long.MaxValue)]
    public void Burn_OffTheStep_IsRefused(long points) =>
        Enrolled(new Terms(BurnMinimum: 50, BurnStep: 10)).And(Earn(100)).When(Burn(points)).ShouldReject(
            RejectionReason.BurnOffStep, ("points", $"{points}"), ("step_points", "10"));

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    public void Burn_OnMinimumAndStep_IsAccepted(long points) =>
        Enrolled(new Terms(BurnMinimum: 50, BurnStep: 10)).And(Earn(100)).When(Burn(points)).ShouldAccept<MemberEvent>()
            .ShouldSettle(after: Has(100 - points), lots: (2, -points));

    [Fact]
    public void Burn_ProgramWithoutBurning_IsRefused() =>
        Enrolled(new Terms(Burns: false)).And(Earn(100)).When(Burn(10)).ShouldReject(RejectionReason.BurnNotOffered);

    [Fact]
    public void Return_CoveredByLots_TakesTheOldestFirst()
    {
        var given = Enrolled().And(Earn(10)).And(Earn(20)).And(Return(15));

        var entry = given.Entries[^1].ShouldBeOfType<MemberEvent.PurchaseReturned>();
        entry.ShouldSettle(after: Has(15), lots: [(2, -10), (3, -5)]);
        entry.ForgivenPoints.ShouldBe(0);
        entry.EligibleAmountMinor.ShouldBe(1_500);
        entry.AppliedRules.Sum(rule => rule.Points).ShouldBe(15);
    }

    [Fact]
    public void Return_MoreThanTheMemberHas_BecomesDebt()
    {
        var given = Enrolled().And(Earn(10)).And(Return(25));

        given.Entries[^1].ShouldSettle(after: Owes(15), debtChange: 15, lots: (2, -10));
        given.And(Return(5)).Entries[^1].ShouldSettle(after: Owes(20), debtChange: 5);
    }

    [Fact]
    public void Return_MoreThanTheMemberHasAndNoDebtTaken_IsForgiven()
    {
        var entry = Enrolled(new Terms(Forgives: true)).And(Earn(10)).When(Return(25))
            .ShouldAccept<MemberEvent.PurchaseReturned>();

        entry.ShouldSettle(after: Has(0), lots: (2, -10));
        entry.ForgivenPoints.ShouldBe(15);
    }

    [Fact]
    public void Return_InDebtAndNoMoreDebtTaken_LeavesTheDebt()
    {
        var entry = Enrolled().And(Return(30)).AndTerms(new Terms(Forgives: true)).When(Return(25))
            .ShouldAccept<MemberEvent.PurchaseReturned>();

        entry.ShouldSettle(after: Owes(30));
        entry.ForgivenPoints.ShouldBe(25);
    }

    [Fact]
    public void Return_BasketWorthNothing_IsAnEntryLikeAnyOther() =>
        Enrolled().And(Earn(10)).When(Return(0)).ShouldAccept<MemberEvent.PurchaseReturned>()
            .ShouldSettle(after: Has(10));

    [Fact]
    public void Return_ProgramTakesNone_IsRefused() =>
        Enrolled(new Terms(TakesReturns: false)).And(Earn(10)).When(Return(5))
            .ShouldReject(RejectionReason.ReturnNotAllowed);

    [Fact]
    public void Return_OtherCurrency_IsRefused() =>
        Enrolled().When(Return(1) with { Basket = BasketOf(100, "USD") }).ShouldReject(
            RejectionReason.CurrencyUnsupported, ("currency_code", "USD"), ("program_currency_code", "GBP"));

    public static TheoryData<string> CommandsButEnrol => ["earn", "burn", "return", "reverse", "adjust"];

    private static MemberCommand CommandNamed(string name) => name switch
    {
        "earn" => Earn(10, "next"),
        "burn" => Burn(10, "next"),
        "return" => Return(10, "next"),
        "adjust" => Adjust(-10, "next"),
        _ => Reverse(2, "next"),
    };
}
