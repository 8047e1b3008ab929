using LoyaltyEngine.Core.Members;
using static LoyaltyEngine.Core.Tests.Members.Entry;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>Stored entries are facts, but one that contradicts the entries before it is damage and stops the
/// member.</summary>
public sealed class MemberFoldTests
{
    [Fact]
    public void Evolve_EntriesThatFitTogether_FoldsThem()
    {
        var member = Folded(
            Enrolment(),
            Earned(2, Has(10), 0, Lot(2, 10)),
            Earned(3, Has(30), 0, Lot(3, 20)),
            Burned(4, Has(15), Lot(2, -10), Lot(3, -5)),
            Reversed(5, 3, Has(0), Lot(3, -15)));

        member.Revision.ShouldBe(5);
        member.IsEnrolled.ShouldBeTrue();
        (member.EnrolRevision, member.EnrolTime).ShouldBe((1, Requests.Noon));
        member.Balance.ShouldBe(Has(0));
        member.Reversed.ToArray().ShouldBe([3]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Evolve_AnyRevisionButTheNext_IsCorrupt(long revision) =>
        ShouldBeCorrupt(Folded(Enrolment()), Earned(revision, Has(10), 0, Lot(2, 10)));

    [Fact]
    public void Evolve_TimeGoingBackwards_IsCorrupt()
    {
        var entry = Earned(2, Has(10), 0, Lot(2, 10));
        var justBefore = new LedgerTime(Requests.Noon.UnixNanoseconds - 1);

        ShouldBeCorrupt(Folded(Enrolment()), entry with { Origin = entry.Origin with { RecordTime = justBefore } });
    }

    [Fact]
    public void Evolve_TimeStandingStill_IsFolded() =>
        Folded(Enrolment(), Earned(2, Has(10), 0, Lot(2, 10))).LastRecordTime.ShouldBe(Requests.Noon);

    [Theory]
    [InlineData(9, 0, 0, 0)]
    [InlineData(11, 0, 0, 0)]
    [InlineData(10, 1, 0, 0)]
    [InlineData(10, 0, 1, 0)]
    [InlineData(10, 0, 0, 1)]
    public void Evolve_BalanceThatTheEntriesDoNotFoldTo_IsCorrupt(long available, long pending, long reserved,
        long debt) =>
        ShouldBeCorrupt(
            Folded(Enrolment()), Earned(2, new Balance(available, pending, reserved, debt), 0, Lot(2, 10)));

    [Fact]
    public void Evolve_MoreTakenThanALotHolds_IsCorrupt()
    {
        // The member has the points in all, but not in that lot.
        var member = Folded(Enrolment(), Earned(2, Has(10), 0, Lot(2, 10)), Earned(3, Has(30), 0, Lot(3, 20)));

        ShouldBeCorrupt(member, Burned(4, Has(15), Lot(2, -15)));
    }

    [Fact]
    public void Evolve_TakenFromALotThatIsNotOpen_IsCorrupt()
    {
        ShouldBeCorrupt(Folded(Enrolment()), Burned(2, Has(-5), Lot(7, -5)));

        var sameLotOtherExpiry = new LotChange(2, -5, new LedgerTime(1));
        ShouldBeCorrupt(Folded(Enrolment(), Earned(2, Has(10), 0, Lot(2, 10))), Burned(3, Has(5), sameLotOtherExpiry));
    }

    [Fact]
    public void Evolve_MoreDebtRepaidThanThereIs_IsCorrupt() =>
        ShouldBeCorrupt(Folded(Enrolment()), Earned(2, new Balance(0, 0, 0, -5), -5));

    [Fact]
    public void Evolve_OpenLotsAndDebtAtOnce_IsCorrupt() =>
        ShouldBeCorrupt(Folded(Enrolment()), Earned(2, new Balance(10, 0, 0, 5), 5, Lot(2, 10)));

    [Fact]
    public void Evolve_EntryUndoneTwice_IsCorrupt()
    {
        var member = Folded(
            Enrolment(), Earned(2, Has(10), 0, Lot(2, 10)), Earned(3, Has(20), 0, Lot(3, 10)),
            Reversed(4, 2, Has(10), Lot(2, -10)));

        ShouldBeCorrupt(member, Reversed(5, 2, Has(0), Lot(3, -10)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(long.MaxValue)]
    public void Evolve_UndoingNoEarlierEntry_IsCorrupt(long reversedRevision) =>
        ShouldBeCorrupt(
            Folded(Enrolment(), Earned(2, Has(10), 0, Lot(2, 10))), Reversed(3, reversedRevision, Has(0), Lot(2, -10)));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Evolve_ExchangeOfNoEarlierSale_IsCorrupt(long sale)
    {
        var returned = new MemberEvent.PurchaseReturned(Requests.BasketOf(0), 0, [], 0)
        {
            Origin = Origin(3),
            BalanceAfter = Has(10),
            OfSale = new ReturnOfSale(sale, [], true, 0, 0),
        };
        var earned = (MemberEvent.PointsEarned)Earned(3, Has(10), 0);

        ShouldBeCorrupt(
            Folded(Enrolment(), Earned(2, Has(10), 0, Lot(2, 10))),
            new MemberEvent.PurchaseExchanged(returned, earned) { Origin = Origin(3), BalanceAfter = Has(10) });
    }

    [Fact]
    public void Evolve_SecondEnrolment_IsCorrupt() => ShouldBeCorrupt(Folded(Enrolment()), Enrolment(2));

    [Fact]
    public void Evolve_NotEnrolled_TakesCancelledRequestsOnly()
    {
        var cancelled = new MemberEvent.RequestCancelled { Origin = Origin(1), BalanceAfter = default };

        Folded(cancelled, Enrolment(2)).IsEnrolled.ShouldBeTrue();
        ShouldBeCorrupt(Folded(cancelled), Earned(2, Has(10), 0, Lot(2, 10)));
        ShouldBeCorrupt(new Member(), Earned(1, Has(0), 0));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Evolve_PointsBeyondAnySum_IsCorrupt(long points)
    {
        var held = Earned(2, Has(10), 0, Lot(2, 10));

        ShouldBeCorrupt(Folded(Enrolment(), held), Earned(3, Has(points), 0, Lot(2, points)));
        ShouldBeCorrupt(Folded(Enrolment(), held), Earned(3, Has(points), 0, Lot(3, points)));
        ShouldBeCorrupt(Folded(Enrolment(), held), Earned(3, Has(points), 0, Lot(3, points), Lot(4, points)));
        ShouldBeCorrupt(Folded(Enrolment(), Earned(2, Owes(10), 10)), Earned(3, Owes(points), points));
    }

    private static Member Folded(params MemberEvent[] entries)
    {
        var member = new Member();
        foreach (var entry in entries)
            MemberFold.Evolve(member, entry);
        return member;
    }

    private static void ShouldBeCorrupt(Member member, MemberEvent entry) =>
        Should.Throw<CorruptMemberException>(() => MemberFold.Evolve(member, entry))
            .Message.ShouldNotBeNullOrWhiteSpace();
}
