using LoyaltyEngine.Core.Members;
using static LoyaltyEngine.Core.Members.RejectionReason;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>
/// Where several rules are broken, the first in the order of <see cref="RejectionReason"/> is named. Each row breaks
/// one rule and a later one; what breaks the later one alone is shown beside it.
/// </summary>
public sealed class MemberDeciderRefusalOrderTests
{
    private static readonly LedgerTime s_ahead = new(Noon.UnixNanoseconds + 1);
    private static readonly Terms s_strict = new(BurnMinimum: 50, BurnStep: 10);

    [Fact]
    public void RequestCancelled_BeforeRequestIdReused()
    {
        // A tombstone's content is no request's content: both rules are broken whenever the first one is.
        Enrolled().And(Cancel("r")).When(Earn(1, "r")).ShouldRejectFor(RequestCancelled);
        Enrolled().And(Earn(2, "r")).When(Earn(1, "r")).ShouldRejectFor(RequestIdReused);
    }

    [Fact]
    public void RequestCancelled_BeforeMemberUnknown()
    {
        Unknown().And(Cancel("r")).When(Earn(1, "r")).ShouldRejectFor(RequestCancelled);
        Unknown().When(Earn(1, "r")).ShouldRejectFor(MemberUnknown);
    }

    [Fact]
    public void RequestIdReused_BeforeMemberAlreadyEnrolled()
    {
        Enrolled().When(Enrol("enrol", given: "Grace")).ShouldRejectFor(RequestIdReused);
        Enrolled().When(Enrol("other", given: "Grace")).ShouldRejectFor(MemberAlreadyEnrolled);
    }

    [Fact]
    public void RequestIdReused_BeforeRevisionMoved()
    {
        var given = Enrolled().And(Earn(2, "r"));

        given.When(Earn(1, "r") with { ExpectedRevision = 9 }).ShouldRejectFor(RequestIdReused);
        given.When(Earn(1, "s") with { ExpectedRevision = 9 }).ShouldRejectFor(RevisionMoved);
    }

    [Fact]
    public void MemberUnknown_BeforeRevisionMoved()
    {
        Unknown().When(Earn(1) with { ExpectedRevision = 9 }).ShouldRejectFor(MemberUnknown);
        Enrolled().When(Earn(1) with { ExpectedRevision = 9 }).ShouldRejectFor(RevisionMoved);
    }

    [Fact]
    public void MemberAlreadyEnrolled_BeforeRevisionMoved()
    {
        Enrolled().When(Enrol("r") with { ExpectedRevision = 9 }).ShouldRejectFor(MemberAlreadyEnrolled);
        Unknown().When(Enrol("r") with { ExpectedRevision = 9 }).ShouldRejectFor(RevisionMoved);
    }

    [Fact]
    public void MemberAlreadyEnrolled_BeforeIdentifierTaken()
    {
        Enrolled().When(Enrol("r"), isIdentifierTaken: true).ShouldRejectFor(MemberAlreadyEnrolled);
        Unknown().When(Enrol("r"), isIdentifierTaken: true).ShouldRejectFor(IdentifierTaken);
    }

    [Fact]
    public void RevisionMoved_BeforeOccurTimeAhead()
    {
        Enrolled().When(Earn(1) with { ExpectedRevision = 9, OccurTime = s_ahead }).ShouldRejectFor(RevisionMoved);
        Enrolled().When(Earn(1) with { ExpectedRevision = 1, OccurTime = s_ahead }).ShouldRejectFor(OccurTimeAhead);
    }

    [Fact]
    public void OccurTimeAhead_BeforeOccurTimeBeforeProgram()
    {
        Enrolled().AndNoProgram().When(Earn(1) with { OccurTime = s_ahead }).ShouldRejectFor(OccurTimeAhead);
        Enrolled().AndNoProgram().When(Earn(1)).ShouldRejectFor(OccurTimeBeforeProgram);
    }

    [Fact]
    public void OccurTimeBeforeProgram_BeforeIdentifierTaken()
    {
        Unknown().AndNoProgram().When(Enrol(), isIdentifierTaken: true).ShouldRejectFor(OccurTimeBeforeProgram);
        Unknown().When(Enrol(), isIdentifierTaken: true).ShouldRejectFor(IdentifierTaken);
    }

    [Fact]
    public void OccurTimeBeforeProgram_BeforeEntryUnknown()
    {
        Enrolled().AndNoProgram().When(Reverse(9)).ShouldRejectFor(OccurTimeBeforeProgram);
        Enrolled().When(Reverse(9)).ShouldRejectFor(EntryUnknown);
    }

    [Fact]
    public void OccurTimeAhead_BeforeAnyRuleOfTheProgram()
    {
        var given = Enrolled(new Terms(Burns: false, TakesReturns: false));

        given.When(Burn(1) with { OccurTime = s_ahead }).ShouldRejectFor(OccurTimeAhead);
        given.When(Return(1) with { OccurTime = s_ahead }).ShouldRejectFor(OccurTimeAhead);
        given.When(Reverse(9) with { OccurTime = s_ahead }).ShouldRejectFor(OccurTimeAhead);
        given.When(Earn(1) with { Basket = BasketOf(1, "EUR"), OccurTime = s_ahead }).ShouldRejectFor(OccurTimeAhead);
    }

    [Fact]
    public void CurrencyUnsupported_BeforeReturnNotAllowed()
    {
        var given = Enrolled(new Terms(TakesReturns: false));

        given.When(Return(1) with { Basket = BasketOf(100, "EUR") }).ShouldRejectFor(CurrencyUnsupported);
        given.When(Return(1)).ShouldRejectFor(ReturnNotAllowed);
    }

    [Fact]
    public void CurrencyUnsupported_BeforePointsOverflow()
    {
        var given = Enrolled().AndHolds(Balance.PointsMax);

        given.When(Earn(1) with { Basket = BasketOf(100, "EUR") }).ShouldRejectFor(CurrencyUnsupported);
        given.When(Earn(1)).ShouldRejectFor(PointsOverflow);
    }

    [Fact]
    public void BurnNotOffered_BeforeInsufficientPoints()
    {
        Enrolled(new Terms(Burns: false)).When(Burn(1)).ShouldRejectFor(BurnNotOffered);
        Enrolled().When(Burn(1)).ShouldRejectFor(InsufficientPoints);
    }

    [Fact]
    public void BurnBelowMinimum_BeforeBurnOffStep()
    {
        Enrolled(s_strict).And(Earn(100)).When(Burn(45)).ShouldRejectFor(BurnBelowMinimum);
        Enrolled(s_strict).And(Earn(100)).When(Burn(55)).ShouldRejectFor(BurnOffStep);
    }

    [Fact]
    public void BurnBelowMinimum_BeforeInsufficientPoints()
    {
        Enrolled(s_strict).When(Burn(40)).ShouldRejectFor(BurnBelowMinimum);
        Enrolled(s_strict).When(Burn(50)).ShouldRejectFor(InsufficientPoints);
    }

    [Fact]
    public void BurnOffStep_BeforeInsufficientPoints()
    {
        Enrolled(s_strict).When(Burn(55)).ShouldRejectFor(BurnOffStep);
        Enrolled(s_strict).When(Burn(60)).ShouldRejectFor(InsufficientPoints);
    }

    [Fact]
    public void AdjustmentReasonUnknown_BeforeAdjustmentAboveMaximum()
    {
        var given = Enrolled(new Terms(AdjustReasons: "mistake"));

        given.When(Adjust(501)).ShouldRejectFor(AdjustmentReasonUnknown);
        given.When(Adjust(501, reason: "mistake")).ShouldRejectFor(AdjustmentAboveMaximum);
    }

    [Fact]
    public void AdjustmentAboveMaximum_BeforeAdjustmentAboveDailyMaximum()
    {
        var given = Enrolled().And(Adjust(500)).And(Adjust(400));

        given.When(Adjust(501)).ShouldRejectFor(AdjustmentAboveMaximum);
        given.When(Adjust(101)).ShouldRejectFor(AdjustmentAboveDailyMaximum);
    }

    [Fact]
    public void AdjustmentAboveDailyMaximum_BeforeInsufficientPoints()
    {
        var given = Enrolled().And(Adjust(500)).And(Adjust(400)).And(Burn(900));

        given.When(Adjust(-101)).ShouldRejectFor(AdjustmentAboveDailyMaximum);
        given.When(Adjust(-100)).ShouldRejectFor(InsufficientPoints);
    }

    [Fact]
    public void ReturnNotAllowed_BeforePointsOverflow()
    {
        var given = Enrolled(new Terms(TakesReturns: false)).AndOwes(Balance.PointsMax);

        given.When(Return(1)).ShouldRejectFor(ReturnNotAllowed);
        given.AndTerms(new Terms()).When(Return(1)).ShouldRejectFor(PointsOverflow);
    }

    [Fact]
    public void EntryAlreadyReversed_BeforePointsOverflow()
    {
        var given = Enrolled().And(Earn(10)).And(Burn(10)).AndHolds(Balance.PointsMax);
        given.When(Reverse(3), target: 3).ShouldRejectFor(PointsOverflow);

        var undone = Enrolled().And(Earn(10)).And(Burn(10)).And(Reverse(3), target: 3).AndHolds(Balance.PointsMax - 10);
        undone.When(Reverse(3, "again"), target: 3).ShouldRejectFor(EntryAlreadyReversed);
    }
}
