using FsCheck.Fluent;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using static LoyaltyEngine.Core.Tests.Members.Entry;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>Members and requests at the limits of their numbers, and members with very many lots.</summary>
public sealed class MemberLimitsTests
{
    [Fact]
    public void Earn_UpToTheMostPoints_IsAcceptedAndNotOneMore()
    {
        var given = Enrolled().AndHolds(Balance.PointsMax - 5);

        given.When(Earn(6)).ShouldReject(RejectionReason.PointsOverflow);
        given.When(Earn(5)).ShouldAccept<MemberEvent>().BalanceAfter.ShouldBe(Has(Balance.PointsMax));
    }

    [Fact]
    public void Earn_InTheMostDebt_RepaysIt() =>
        Enrolled().AndOwes(Balance.PointsMax).When(Earn(5)).ShouldAccept<MemberEvent>()
            .ShouldSettle(after: Owes(Balance.PointsMax - 5), debtChange: -5);

    [Fact]
    public void Return_UpToTheMostDebt_IsAcceptedAndNotOneMore()
    {
        var given = Enrolled().AndOwes(Balance.PointsMax - 5);

        given.When(Return(6)).ShouldReject(RejectionReason.PointsOverflow);
        given.When(Return(5)).ShouldAccept<MemberEvent>().BalanceAfter.ShouldBe(Owes(Balance.PointsMax));
    }

    [Theory]
    [InlineData("earn")]
    [InlineData("return")]
    public void AnyBasket_WorthMoreThanAnyBasketMay_IsRefused(string name)
    {
        var given = Enrolled(new Terms(MinorPerPoint: 1, PointsPerUnit: 1_000));
        var most = LoyaltyProgram.PointsPerBasketMax / 1_000;

        given.When(Worth(most)).ShouldAccept<MemberEvent>();
        given.When(Worth(most + 1)).ShouldReject(RejectionReason.PointsOverflow);
        given.When(Worth(999 * 1_000_000_000_000)).ShouldReject(RejectionReason.PointsOverflow);

        MemberCommand Worth(long amountMinor) => name == "earn"
            ? EarnMinor(amountMinor, "r")
            : Return(0, "r") with { Basket = BasketOf(amountMinor) };
    }

    [Fact]
    public void ReverseBurn_UpToTheMostPoints_IsAcceptedAndNotOneMore()
    {
        var burned = Enrolled().And(Earn(10)).And(Burn(10)).AndHolds(Balance.PointsMax - 10);

        burned.When(Reverse(3), 3).ShouldAccept<MemberEvent>().BalanceAfter.ShouldBe(Has(Balance.PointsMax));
        burned.And(Earn(1)).When(Reverse(3), 3).ShouldReject(RejectionReason.PointsOverflow);
    }

    [Fact]
    public void ReverseEarn_UpToTheMostDebt_IsAcceptedAndNotOneMore()
    {
        var spent = Enrolled().And(Earn(10)).And(Burn(10)).AndOwes(Balance.PointsMax - 10);

        spent.When(Reverse(2), 2).ShouldAccept<MemberEvent>().BalanceAfter.ShouldBe(Owes(Balance.PointsMax));
        spent.And(Return(1)).When(Reverse(2), 2).ShouldReject(RejectionReason.PointsOverflow);
    }

    [Fact]
    public void Burn_AllOfTheMostPoints_IsAccepted() =>
        Enrolled().AndHolds(Balance.PointsMax).When(Burn(Balance.PointsMax)).ShouldAccept<MemberEvent.PointsBurned>()
            .ValueMinor.ShouldBe(Balance.PointsMax);

    [Fact]
    public void AnyCommand_AtTheLimitsOfItsNumbers_IsAnsweredAndFolds()
    {
        long[] held = [0, 1, 10, Balance.PointsMax - 10, Balance.PointsMax - 1, Balance.PointsMax];
        long[] numbers =
        [
            long.MinValue, long.MinValue + 1, -Balance.PointsMax, -1, 0, 1, 9, 10, 11, 12,
            Balance.PointsMax - 1, Balance.PointsMax, Balance.PointsMax + 1, long.MaxValue - 1, long.MaxValue,
        ];
        long[] amounts = [0, 1, 99, 100, 1_000, 1_100, 1_000_000_000_000, 1_000_000_000_000_000];
        var cases =
            from points in Gen.Elements(held)
            from owes in Gen.Elements(false, true)
            from forgives in Gen.Elements(false, true)
            from kind in Gen.Choose(0, 5)
            from number in Gen.Elements(numbers)
            from amount in Gen.Elements(amounts)
            from expected in Gen.Frequency((4, Gen.Constant<long?>(null)), (1, Gen.Elements(numbers).Select(n =>
                (long?)n)))
            from occurTime in Gen.Frequency((4, Gen.Constant(Noon.UnixNanoseconds)), (1, Gen.Elements(numbers)))
            select (points, owes, forgives, kind, number, amount, expected, occurTime);

        Laws.Hold(cases.ToArbitrary(), 3_000, drawn =>
        {
            var given = Enrolled().And(Earn(10)).And(Burn(10)).And(Earn(0));
            if (drawn.points > 0)
                _ = drawn.owes ? given.AndOwes(drawn.points) : given.AndHolds(drawn.points);
            given.AndTerms(new Terms(Forgives: drawn.forgives));
            MemberCommand command = drawn.kind switch
            {
                0 => EarnMinor(drawn.amount, "r"),
                1 => Burn(drawn.number, "r"),
                2 => Return(0, "r") with { Basket = BasketOf(drawn.amount) },
                3 => Reverse(drawn.number, "r"),
                4 => Cancel("r"),
                _ => Enrol("r"),
            };
            command = command with { ExpectedRevision = drawn.expected, OccurTime = new LedgerTime(drawn.occurTime) };

            // Reversals speak of each entry there is, and of some that there are not.
            var decision = given.When(command, target: drawn.number % 8);
            if (decision.Event is not { } entry)
                return;
            given.Fold(entry);
            foreach (var part in (long[])[given.Member.Balance.Available, given.Member.Balance.Debt])
                part.ShouldBeInRange(0, Balance.PointsMax);
        });
    }

    [Fact]
    public void Member_WithTenThousandLots_BurnsThemAllAndHasThemBack()
    {
        const int Count = 10_000;
        var given = Enrolled();
        for (var i = 0; i < Count; i++)
            given.Fold(Earned(i + 2, Has(i + 1), 0, Lot(i + 2, 1)));
        var before = given.Member.OpenLots();

        given.And(Burn(Count));
        given.Member.OpenLots().ShouldBeEmpty();
        given.Entries[^1].Settlement.LotChanges.Length.ShouldBe(Count);

        var burn = given.Member.Revision;
        given.And(Reverse(burn), burn);
        given.Member.OpenLots().AsSpan().SequenceEqual(before).ShouldBeTrue();
        given.Member.Balance.ShouldBe(Has(Count));
        var restored = MemberSnapshot.Read(MemberSnapshot.Write(given.Member)).ShouldNotBeNull();
        restored.Lots.Open.SequenceEqual(given.Member.Lots.Open).ShouldBeTrue();
    }

    [Fact]
    public void Member_WithThousandsOfLots_UndoesThemInAnyOrder()
    {
        const int Count = 2_000;
        const int Stride = 1_117;
        var given = Enrolled();
        for (var i = 0; i < Count; i++)
            given.Fold(Earned(i + 2, Has(i + 1), 0, Lot(i + 2, 1)));

        // The stride shares no factor with the count, so that every lot has its turn, here and there in the table.
        for (var i = 0L; i < Count; i++)
        {
            var revision = 2 + (i * Stride % Count);
            given.Fold(Reversed(Count + 2 + i, revision, Has(Count - 1 - i), Lot(revision, -1)));
        }

        given.Member.OpenLots().ShouldBeEmpty();
        given.Member.Reversed.ToArray().ShouldBe(Enumerable.Range(2, Count).Select(revision => (long)revision));
    }
}
