using LoyaltyEngine.Core.Members;
using static LoyaltyEngine.Core.Tests.Members.Entry;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>How debts age, what repays which, and how they are written off.</summary>
public sealed class MemberDeciderDebtTests
{
    private const long NanosecondsPerDay = 86_400_000_000_000;

    private static readonly Terms s_owing = new(AdjustOwes: true);

    [Fact]
    public void Debt_OfSeveralEntries_IsKeptApartAndAged()
    {
        var given = Enrolled().And(Return(30)).AndLater(NanosecondsPerDay).And(Return(12));

        given.Member.Debts.Open.ToArray().ShouldBe(
            [new Debt(2, 30, Noon), new Debt(3, 12, Noon.PlusSeconds(86_400))]);
        given.Member.Debt.ShouldBe(42);
    }

    [Fact]
    public void Earn_InDebt_RepaysTheOldest() =>
        Debts(Owing(30, 12).And(Earn(35))).ShouldBe([(3, 7)]);

    [Fact]
    public void Reservation_ThatIsReleasedInDebt_RepaysTheOldest()
    {
        var given = Enrolled(new Terms(ReservationDays: 2, ReservationMaximumDays: 2))
            .And(Earn(20)).And(Reserve(20)).And(Return(30)).And(Return(12)).And(Release(), target: 3);

        Debts(given).ShouldBe([(4, 10), (5, 12)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Refund_OfASaleThatRepaidDebts_OwesThemAsOldAsTheyWere(bool undoes)
    {
        var given = Owing(30, 12);
        var before = given.Member.Debts.Open.ToArray();
        given.AndLater(NanosecondsPerDay).And(Earn(60, "sale"));
        given.Member.Debt.ShouldBe(0);

        given.And(undoes ? Reverse(4) : ReturnSale("all"), target: 4);

        given.Member.Debts.Open.ToArray().ShouldBe(before);
    }

    [Fact]
    public void Refund_InPartOfASaleThatRepaidDebts_OwesTheYoungestFirst()
    {
        var given = Owing(30, 12).And(Earn(42, "sale"));

        given.And(ReturnSale("a", new ReturnPart("1", 0, 2_000)), target: 4);
        Debts(given).ShouldBe([(2, 8), (3, 12)]);
        given.And(ReturnSale("b", new ReturnPart("1", 0, 1_000)), target: 4);
        Debts(given).ShouldBe([(2, 18), (3, 12)]);
    }

    [Fact]
    public void Refund_OfASaleThatRepaidDebt_LeavesWhatWasPendingBefore()
    {
        var given = Owing(30).AndTerms(new Terms(PendingDays: 9)).And(Earn(70)).AndTerms(new Terms())
            .And(Earn(40, "sale")).And(ReturnSale("all"), target: 4);

        given.Member.Balance.ShouldBe(new Balance(0, 70, 0, 30));
        Debts(given).ShouldBe([(2, 30)]);
    }

    [Fact]
    public void Refund_OfMoreThanTheSaleRepaid_IsANewDebtForTheRest()
    {
        var given = Owing(30).And(Earn(50, "sale")).And(Burn(20)).And(ReturnSale("all"), target: 3);

        Debts(given).ShouldBe([(2, 30), (5, 20)]);
    }

    [Fact]
    public void ReverseAdjustment_ThatMadeDebt_RepaysItsOwnFirst()
    {
        var given = Enrolled(s_owing).And(Return(30)).And(Adjust(-12)).And(Return(5)).And(Reverse(3), target: 3);

        Debts(given).ShouldBe([(2, 30), (4, 5)]);
    }

    [Fact]
    public void WriteOff_OfPart_TakesTheOldestAndSaysWhy()
    {
        var given = Owing(30, 12);

        var entry = given.When(WriteOff(35)).ShouldAccept<MemberEvent.DebtWrittenOff>();

        entry.ShouldSettle(after: Owes(7), debtChange: -35);
        (entry.ReasonCode, entry.Origin.Principal).ShouldBe(("goodwill", "till"));
        given.Fold(entry);
        Debts(given).ShouldBe([(3, 7)]);
    }

    [Fact]
    public void WriteOff_OfNoPoints_IsOfAllDebt()
    {
        var given = Owing(30, 12).And(WriteOff(0));

        given.Entries[^1].ShouldSettle(after: Has(0), debtChange: -42);
        given.And(Earn(5)).Member.Balance.Available.ShouldBe(5);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(10, 11)]
    public void WriteOff_OfMoreThanIsOwed_IsRefused(long owed, long points)
    {
        var given = owed == 0 ? Enrolled() : Owing(owed);

        given.When(WriteOff(points)).ShouldReject(
            RejectionReason.WriteOffExceedsDebt, ("points", $"{points}"), ("debt_points", $"{owed}"));
    }

    [Theory]
    [InlineData("goodwill mistake", "mistake", true)]
    [InlineData("goodwill mistake", "mistak", false)]
    [InlineData("", "anything", true)]
    public void WriteOff_ReasonCode_IsOneOfTheDeclared(string declared, string reason, bool isKnown)
    {
        var decision = Enrolled(new Terms(AdjustReasons: declared)).And(Return(5)).When(WriteOff(5, reason: reason));

        if (isKnown)
            decision.ShouldAccept<MemberEvent.DebtWrittenOff>();
        else
            decision.ShouldReject(RejectionReason.AdjustmentReasonUnknown, ("reason_code", reason));
    }

    [Fact]
    public void WriteOff_ProgramWithoutAdjustments_TakesAnyReason() =>
        Enrolled(new Terms(Adjusts: false)).And(Return(5)).When(WriteOff(5)).ShouldAccept<MemberEvent>();

    [Fact]
    public void WriteOff_SameRequestAgain_IsTheSameEntry()
    {
        var given = Owing(30).And(WriteOff(10));

        given.When(WriteOff(10)).ShouldReplay(given.Entries[^1]);
        given.When(WriteOff(11, "write off 10")).ShouldRejectFor(RejectionReason.RequestIdReused);
        given.When(Reverse(3), target: 3).ShouldRejectFor(RejectionReason.EntryNotReversible);
    }

    // Otherwise the member had the points for nothing.
    [Fact]
    public void ReverseAdjustment_WhoseDebtWasWrittenOff_GivesBackTheRestOnly()
    {
        var given = Enrolled(s_owing).And(Earn(10)).And(Adjust(-25)).And(WriteOff(6)).And(Reverse(3), target: 3);

        given.Entries[^1].ShouldSettle(after: Has(10), debtChange: -9, lots: (2, 10));
    }

    [Fact]
    public void ReverseBurn_OfASaleWhoseRefundWasWrittenOff_GivesNothingBack()
    {
        var given = Enrolled().And(Earn(100)).And(Burn(100)).And(ReturnSale("all"), target: 2).And(WriteOff(70));
        given.And(Reverse(3), target: 3);

        // 30 that are still owed are repaid, and 70 make good what was written off.
        given.Member.Balance.ShouldBe(default);
    }

    [Fact]
    public void ReverseAdjustment_WrittenOffBeforeManyRepayments_GivesNothingBack()
    {
        var given = Enrolled(new Terms(AdjustOwes: true)).And(Adjust(-20))
            .And(WriteOff(15, "w0")).And(WriteOff(5, "w1"));
        for (var i = 0; i < 2 * DebtTable.RepaidCountMax; i++)
            given.And(Return(1, $"r{i}")).And(Earn(1, $"e{i}"));

        given.And(Reverse(2), target: 2).Member.Balance.ShouldBe(default);
        given.Member.Debts.WrittenOff.Length.ShouldBe(0);
    }

    [Fact]
    public void Refund_OfASaleThatRepaidADebtUndoneSince_OwesInItsOwnName()
    {
        var given = Enrolled(new Terms(AdjustOwes: true)).And(Adjust(-20)).And(Earn(20)).And(Reverse(2), target: 2)
            .And(Burn(20)).And(ReturnSale("all"), target: 3);

        given.Member.Debts.Open.ToArray().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            debt => (debt.Id, debt.Points, debt.Source).ShouldBe((6, 20, 3)));
    }

    [Fact]
    public void Repaid_ByMoreThanIsRemembered_IsOwedAgainAsANewDebt()
    {
        var given = Owing(5).And(Earn(5, "first"));
        for (var i = 0; i <= DebtTable.RepaidCountMax; i++)
            given.And(Return(1, $"r{i}")).And(Earn(1, $"e{i}"));
        given.Member.Debts.Repaid.Length.ShouldBe(DebtTable.RepaidCountMax);

        given.And(ReturnSale("all"), target: 3);

        Debts(given).ShouldBe([(given.Member.Revision, 5)]);
    }

    [Fact]
    public void Repaid_ByOneSaleAndMoreThanIsRemembered_IsOwedAgainAllTheSame()
    {
        var given = Enrolled();
        for (var i = 0; i < 2 * DebtTable.RepaidCountMax; i++)
            given.And(Return(1, $"r{i}"));
        var before = given.Member.Debts.Open.ToArray();

        given.And(Earn(1_000)).And(ReturnSale("all"), target: given.Member.Revision);

        given.Member.Debts.Open.ToArray().ShouldBe(before);
    }

    private static MemberCommand.ReturnSale ReturnSale(string id, params ReturnPart[] parts) => new(parts)
    {
        RequestId = id,
        RequestKey = Key(id),
        ContentHash = Content(id),
        OccurTime = Noon,
    };

    private static GivenMember Owing(params long[] points)
    {
        var given = Enrolled();
        foreach (var one in points)
            given.And(Return(one, $"owing {one}"));
        return given;
    }

    private static (long Entry, long Points)[] Debts(GivenMember given) =>
        [.. given.Member.Debts.Open.ToArray().Select(debt => (debt.Id, debt.Points))];
}
