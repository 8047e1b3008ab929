using LoyaltyEngine.Core.Members;
using NodaTime;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>How late purchases are taken. Noon is of 28 May 2026 in London, an hour ahead of UTC.</summary>
public sealed class MemberDeciderLatenessTests
{
    private static readonly Terms s_twoDays = new(LateDays: 2);
    private static readonly LedgerTime s_earliest = At(2026, 5, 25, 23, 0);
    private static readonly LedgerTime s_tooLate = new(s_earliest.UnixNanoseconds - 1);

    [Fact]
    public void Earn_AroundTheFirstLocalDayAllowed_IsTakenFromItsBeginningOn()
    {
        Enrolled(s_twoDays).When(Earn(1) with { OccurTime = s_earliest }).ShouldAccept<MemberEvent.PointsEarned>();
        Enrolled(s_twoDays).When(Earn(1) with { OccurTime = s_tooLate }).ShouldReject(
            RejectionReason.OccurTimeTooLate,
            ("occur_time", s_tooLate.ToString()),
            ("occur_time_min", "2026-05-25T23:00:00Z"));
    }

    [Fact]
    public void Earn_DaysInWhichClocksWentForward_AreCountedByTheCalendar()
    {
        var program = new Terms(LateDays: 60).Compile();

        // 60 days before 28 May is 29 March, which began in winter time.
        program.EarliestOf(Noon).ShouldBe(At(2026, 3, 29, 0, 0));
        new Terms(LateDays: 59).Compile().EarliestOf(Noon).ShouldBe(At(2026, 3, 29, 23, 0));
    }

    [Fact]
    public void Earn_ProgramThatSaysNothing_IsTakenHoweverLate() =>
        Enrolled().When(Earn(1) with { OccurTime = At(2009, 1, 1, 0, 0) }).ShouldAccept<MemberEvent.PointsEarned>();

    [Fact]
    public void Earn_RepeatedWhenItWouldBeTooLate_IsAnsweredAgain()
    {
        var given = Enrolled(s_twoDays).And(Earn(50, "r")).AndLater(10 * 86_400_000_000_000);

        given.When(Earn(50, "r")).ShouldBe(Decision.Replayed(given.Entries[1]));
        given.When(Earn(50, "s")).ShouldRejectFor(RejectionReason.OccurTimeTooLate);
    }

    [Fact]
    public void Exchange_TooLate_IsRefused()
    {
        var given = Enrolled(s_twoDays).And(Earn(50));

        given.When(Exchange(60) with { OccurTime = s_tooLate }, target: 2)
            .ShouldRejectFor(RejectionReason.OccurTimeTooLate);
        given.When(Exchange(60) with { OccurTime = s_earliest }, target: 2)
            .ShouldAccept<MemberEvent.PurchaseExchanged>();
    }

    [Fact]
    public void ReturnsAndBurns_HoweverLate_AreTaken()
    {
        var given = Enrolled(s_twoDays).And(Earn(50));

        given.When(Return(10) with { OccurTime = s_tooLate }).ShouldAccept<MemberEvent.PurchaseReturned>();
        given.When(Burn(10) with { OccurTime = s_tooLate }).ShouldAccept<MemberEvent.PointsBurned>();
        given.When(Reverse(2) with { OccurTime = s_tooLate }, target: 2).ShouldAccept<MemberEvent.PointsReversed>();
    }

    private static LedgerTime At(int year, int month, int day, int hour, int minute) =>
        LedgerTime.FromInstant(Instant.FromUtc(year, month, day, hour, minute));
}
