using LoyaltyEngine.Core.Members;
using static LoyaltyEngine.Core.Members.RejectionReason;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>Goods of a sale brought back for others: a point a pound, and the sale is entry 2.</summary>
public sealed class MemberDeciderExchangeTests
{
    [Fact]
    public void Exchange_OfPartOfASale_TakesBackAndEarnsInOneEntry()
    {
        var exchanged = Enrolled().And(Earn(30)).When(Exchange(45, Part(2_000)), target: 2)
            .ShouldAccept<MemberEvent.PurchaseExchanged>();

        exchanged.ShouldSettle(Entry.Has(55), 0, (2, -20), (3, 45));
        exchanged.Points.ShouldBe(25);
        exchanged.Returned.ShouldSettle(Entry.Has(55), 0, (2, -20));
        exchanged.Returned.OfSale.ShouldNotBeNull().ClaimedPoints.ShouldBe(20);
        exchanged.Earned.ShouldSettle(Entry.Has(55), 0, (3, 45));
        exchanged.Earned.Claim.ShouldNotBeNull();
        exchanged.Sale.ShouldBeSameAs(exchanged.Earned);
    }

    [Fact]
    public void Exchange_OfPointsThatWereSpent_EarnRepaysWhatTheReturnMadeDebt()
    {
        var given = Enrolled().And(Earn(30)).And(Burn(25));

        var less = given.When(Exchange(10), target: 2).ShouldAccept<MemberEvent.PurchaseExchanged>();
        less.ShouldSettle(Entry.Owes(15), 15, (2, -5));
        (less.Returned.Settlement.DebtChange, less.Earned.Settlement.DebtChange).ShouldBe((25, -10));
        var more = given.When(Exchange(40), target: 2).ShouldAccept<MemberEvent.PurchaseExchanged>();
        more.ShouldSettle(Entry.Has(15), 0, (2, -5), (4, 15));
        (more.Returned.Settlement.DebtChange, more.Earned.Settlement.DebtChange).ShouldBe((25, -25));
    }

    [Fact]
    public void Exchange_WhereTheProgramForgives_EarnsInFull()
    {
        var exchanged = Enrolled(new Terms(Forgives: true)).And(Earn(30)).And(Burn(25))
            .When(Exchange(10), target: 2).ShouldAccept<MemberEvent.PurchaseExchanged>();

        exchanged.ShouldSettle(Entry.Has(10), 0, (2, -5), (4, 10));
        exchanged.Returned.ForgivenPoints.ShouldBe(25);
    }

    [Fact]
    public void Exchange_Again_IsOfWhatIsLeftOfTheOldSaleAndOfTheNew()
    {
        var given = Enrolled().And(Earn(30)).And(Exchange(45, Part(2_000)), target: 2);

        given.When(Back("r", Part(1_001)), target: 2).ShouldRejectFor(ReturnExceedsSale);
        given.When(Back("r", Part(1_000)), target: 2).ShouldAccept<MemberEvent.PurchaseReturned>()
            .ShouldSettle(Entry.Has(45), 0, (2, -10));
        var back = given.When(Back("r", Part(4_000)), target: 3).ShouldAccept<MemberEvent.PurchaseReturned>();
        back.ShouldSettle(Entry.Has(15), 0, (3, -40));
        back.OfSale.ShouldNotBeNull().Sale.ShouldBe(3);
        given.And(Exchange(7) with { RequestId = "x2", RequestKey = Key("x2") }, target: 3)
            .Member.Balance.ShouldBe(Entry.Has(17));
        given.When(Back("r"), target: 3).ShouldRejectFor(ReturnExceedsSale);
        given.And(Back("r"), target: 4).Member.Balance.ShouldBe(Entry.Has(10));
    }

    [Fact]
    public void Exchange_ThatRepaidDebt_ReturnedInFullOwesItAgain()
    {
        var given = Enrolled(new Terms(Forgives: true)).And(Earn(30)).And(Burn(30)).AndOwes(20)
            .And(Exchange(50), target: 2);
        given.Member.Balance.ShouldBe(Entry.Has(30));

        given.And(Burn(30, "b2")).And(Back("r"), target: 5).Member.Balance.ShouldBe(Entry.Owes(20));
    }

    [Fact]
    public void Exchange_SentAgain_IsReplayedAndWithOtherContentRefused()
    {
        var given = Enrolled().And(Earn(30)).And(Exchange(45), target: 2);

        given.When(Exchange(45), target: 2).ShouldReplay(given.Entries[^1]);
        given.When(Exchange(46), target: 2).ShouldRejectFor(RequestIdReused);
        given.When(Back("exchange"), target: 2).ShouldRejectFor(RequestIdReused);
        given.When(Cancel("exchange")).ShouldReplay(given.Entries[^1]);
    }

    [Fact]
    public void Exchange_ThatCannotReturnOrEarn_IsRefusedWhole()
    {
        var given = Enrolled().And(Earn(30)).And(Burn(1));

        given.When(Exchange(10)).ShouldRejectFor(SaleUnknown);
        given.When(Exchange(10), target: 3).ShouldRejectFor(SaleUnknown);
        given.When(Exchange(10, new ReturnPart("9", 0, 1)), target: 2).ShouldRejectFor(SaleLineUnknown);
        given.When(Exchange(10, Part(3_001)), target: 2).ShouldRejectFor(ReturnExceedsSale);
        given.When(Exchange(10) with { Basket = BasketOf(100, "EUR") }, target: 2)
            .ShouldRejectFor(CurrencyUnsupported);
        given.When(Exchange(10) with { ExpectedRevision = 9 }, target: 2).ShouldRejectFor(RevisionMoved);
        Unknown().When(Exchange(10)).ShouldRejectFor(MemberUnknown);
    }

    [Fact]
    public void Exchange_BreakingSeveralRules_NamesTheFirst()
    {
        var given = Enrolled().And(Earn(30));
        var euros = Exchange(1, Part(3_001)) with { Basket = BasketOf(100, "EUR") };

        given.When(euros).ShouldRejectFor(CurrencyUnsupported);
        given.When(euros, target: 2).ShouldRejectFor(CurrencyUnsupported);
        given.AndHolds(Balance.PointsMax - 30)
            .When(Exchange(50, Part(3_001)), target: 2).ShouldRejectFor(ReturnExceedsSale);
        given.When(Exchange(50, Part(3_000)), target: 2).ShouldRejectFor(PointsOverflow);
        // What is taken back first makes room.
        given.When(Exchange(30, Part(3_000)), target: 2).ShouldAccept<MemberEvent.PurchaseExchanged>();
    }

    [Fact]
    public void Reverse_OfAnExchange_IsRefused()
    {
        var given = Enrolled().And(Earn(30)).And(Exchange(45, Part(2_000)), target: 2);

        given.When(Reverse(3), target: 3).ShouldReject(EntryNotReversible, ("revision", "3"));
        given.And(Reverse(2), target: 2).Member.Balance.ShouldBe(Entry.Has(45));
    }

    [Fact]
    public void Reverse_OfABurnOfPointsThatAnExchangeEarned_NetsWhatItsReturnWasForgiven()
    {
        var given = Enrolled(new Terms(Forgives: true)).And(Earn(30)).And(Exchange(45), target: 2)
            .And(Burn(45)).And(Back("r"), target: 3);
        given.Member.Balance.ShouldBe(default);

        var reversed = given.When(Reverse(4), target: 4).ShouldAccept<MemberEvent.PointsReversed>();

        reversed.Points.ShouldBe(0);
        reversed.NettedPoints.ShouldHaveSingleItem().Points.ShouldBe(45);
    }

    private static MemberCommand.ReturnSale Back(string id, params ReturnPart[] parts) => new(parts)
    {
        RequestId = id,
        RequestKey = Key(id),
        ContentHash = Content("back"),
        OccurTime = Noon,
    };

    private static ReturnPart Part(long amountMinor) => new("1", 0, amountMinor);
}
