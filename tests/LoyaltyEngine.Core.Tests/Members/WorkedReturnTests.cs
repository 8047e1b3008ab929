using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>
/// Returns as chains explain them to their members, with the numbers of their own pages. Not to be expressed: what is
/// missing is taken from the money that is paid back (Macy's, Tony Bianco), for the engine pays no money.
/// </summary>
public sealed class WorkedReturnTests
{
    // https://help.barnesandnoble.com/hc/en-us/articles/12875414401307
    [Fact]
    public void BarnesAndNoble_TenOfThirtyOneDollarsComeBack_OneOfThreeStampsGoes()
    {
        var member = Enrolled(new Terms(MinorPerPoint: 1_000)).And(Sale(2_100, 1_000));
        member.Member.Balance.Available.ShouldBe(3);

        var returned = member.When(Return("back", new ReturnPart("2", 1_000, 0)), target: 2)
            .ShouldAccept<MemberEvent.PurchaseReturned>();

        returned.Points.ShouldBe(-1);
    }

    // https://rvca.gorgias.help/en-US/what-happens-if-i-return-items-from-a-loyalty-order-587419
    [Fact]
    public void Rvca_SeventyFiveOfAHundredDollarsComeBack_TwentyFivePointsStay() =>
        Enrolled().And(Sale(10_000)).And(Return("back", new ReturnPart("1", 0, 7_500)), target: 2)
            .Member.Balance.ShouldBe(Entry.Has(25));

    // https://rvca.gorgias.help/en-US/what-happens-if-i-return-items-from-a-loyalty-order-587419
    [Fact]
    public void Rvca_AllComesBack_RedeemedPointsReturnAndEarnedGo() =>
        Enrolled().AndHolds(200).And(Burn(150)).And(Sale(10_000))
            .And(Return("back"), target: 4).And(Reverse(3), target: 3)
            .Member.Balance.ShouldBe(Entry.Has(200));

    // https://help.hollandandbarrett.com/hc/en-gb/articles/21708412452242
    [Fact]
    public void HollandAndBarrett_PointsWereSpent_BalanceIsNegativeUntilEarnedAgain()
    {
        var member = Enrolled().And(Sale(4_000)).And(Burn(40)).And(Return("back"), target: 2);

        member.Member.Balance.Total.ShouldBe(-40);
        member.And(EarnMinor(5_000, "next")).Member.Balance.ShouldBe(Entry.Has(10));
    }

    // A point for each ten dollars, and five dollars come back twice: a system that rounds each refund by itself takes
    // nothing back, though nothing was bought.
    [Fact]
    public void TwoHalvesOfASale_EachWorthLessThanAPoint_TakeThePointBack()
    {
        var member = Enrolled(new Terms(MinorPerPoint: 1_000)).And(Sale(1_000))
            .And(Return("first", new ReturnPart("1", 0, 500)), target: 2);
        member.Member.Balance.Available.ShouldBe(0);

        member.And(Return("second", new ReturnPart("1", 0, 500)), target: 2).Member.Balance.ShouldBe(default);
    }

    // The program changed since: what was given is taken back, and not what would be given today.
    [Fact]
    public void ASaleOfDoublePoints_ReturnedUnderSinglePoints_GivesBackDoublePoints() =>
        Enrolled(new Terms(PointsPerUnit: 2)).And(Sale(3_000, 2_000)).AndTerms(new Terms(Version: 2))
            .And(Return("back", new ReturnPart("1", 1_000, 0)), target: 2)
            .Member.Balance.ShouldBe(Entry.Has(40));

    private static MemberCommand.EarnPoints Sale(params long[] amountsMinor) =>
        new(new Basket(
            Terms.Currency,
            [.. amountsMinor.Select((amount, i) => new BasketLine($"{i + 1}", "22423", [], 1_000, amount))]))
        {
            RequestId = "sale",
            RequestKey = Key("sale"),
            ContentHash = Content("sale"),
            OccurTime = Noon,
        };

    private static MemberCommand.ReturnSale Return(string id, params ReturnPart[] parts) => new(parts)
    {
        RequestId = id,
        RequestKey = Key(id),
        ContentHash = Content(id),
        OccurTime = Noon,
    };
}
