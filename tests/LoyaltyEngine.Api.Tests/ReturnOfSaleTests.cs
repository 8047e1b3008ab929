using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Goods brought back with a reference to their sale.</summary>
public sealed class ReturnOfSaleTests : IAsyncLifetime
{
    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync();
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task ReturnPurchase_OfASaleInParts_TakesBackWhatEachEarned()
    {
        // 9.99 and 5.02 earn 15 points; the first line alone 9, and 3 of its 4 pieces cost 7.49.
        var sale = Requests.Earn("sale", 999, 502);
        sale.Basket.Lines[0].Quantity = "4";
        await _engine.Till.EarnPointsAsync(sale);

        var first = await _engine.Till.ReturnPurchaseAsync(Return("r1", "sale", Quantity("1", "3")));
        first.Entry.Points.ShouldBe(-8);
        first.Entry.PurchaseReturned.SaleEntryId.ShouldBe("e2");
        first.Entry.PurchaseReturned.ClaimedPoints.ShouldBe(8);
        first.Entry.PurchaseReturned.EligibleAmountMinor.ShouldBe(749);
        first.Entry.PurchaseReturned.Lines.ShouldHaveSingleItem()
            .ShouldBe(new ReturnedSaleLine { LineNumber = 1, Quantity = "3" });
        first.Balance.AvailablePoints.ShouldBe(7);

        var second = await _engine.Till.ReturnPurchaseAsync(Return("r2", "sale", Amount("2", 500)));
        second.Balance.AvailablePoints.ShouldBe(2);
        second.Entry.PurchaseReturned.WholeSale.ShouldBeFalse();

        var byEntry = Return("r3", "");
        byEntry.SaleEntryId = "e2";
        var rest = await _engine.Till.ReturnPurchaseAsync(byEntry);
        rest.Balance.ShouldBe(new Balance());
        rest.Entry.PurchaseReturned.WholeSale.ShouldBeTrue();
        (await _engine.Till.ReturnPurchaseAsync(byEntry)).ShouldBe(With(rest));

        var explained = await _engine.Support.ExplainEntryAsync(new ExplainEntryRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            EntryId = first.Entry.EntryId,
        });
        explained.Summary.ShouldStartWith(
            "A return of sale e2 took back 8 points of 8 points that the sale had earned");
        (await _engine.Support.ExplainBalanceAsync(new ExplainBalanceRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
        })).Balance.ShouldBe(new Balance());

        static ReturnPurchaseResponse With(ReturnPurchaseResponse first)
        {
            var again = first.Clone();
            again.Replayed = true;
            return again;
        }
    }

    [Fact]
    public async Task ReturnPurchase_AfterThePointsWereSpent_BecomesDebt()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("sale", 20_000));
        await _engine.Till.BurnPointsAsync(Requests.Burn("burn", 200));

        var returned = await _engine.Till.ReturnPurchaseAsync(Return("r1", "sale", Amount("1", 5_000)));

        returned.Balance.ShouldBe(new Balance { DebtPoints = 50 });
        returned.Entry.PurchaseReturned.DebtAddedPoints.ShouldBe(50);
        (await _engine.Till.ReversePointsAsync(Requests.Reverse("undo", "burn"))).Balance
            .ShouldBe(new Balance { AvailablePoints = 150 });
    }

    [Fact]
    public async Task ReversePoints_OfASaleReturnedInPart_TakesTheRest()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("sale", 1_000, 2_000));
        await _engine.Till.ReturnPurchaseAsync(Return("r1", "sale", Rest("1")));

        (await _engine.Till.ReversePointsAsync(Requests.Reverse("undo", "sale"))).Entry.Points.ShouldBe(-20);
        await _engine.Till.ReturnPurchaseAsync(Return("r2", "sale", Rest("2")))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.ReturnExceedsSale);
    }

    [Fact]
    public async Task ReturnPurchase_OfMoreThanThereIs_IsRefusedAndChangesNothing()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("sale", 1_000));
        await _engine.Till.ReturnPurchaseAsync(Return("r1", "sale", Amount("1", 600)));

        var excess = await _engine.Till.ReturnPurchaseAsync(Return("r2", "sale", Amount("1", 401)))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.ReturnExceedsSale);
        excess.Fact("line_id").ShouldBe("1");
        excess.Fact("amount_minor_left").ShouldBe("400");
        var line = await _engine.Till.ReturnPurchaseAsync(Return("r3", "sale", Rest("9")))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.SaleLineUnknown);
        line.Fact("line_id").ShouldBe("9");
        await _engine.Till.ReturnPurchaseAsync(Return("r4", "never", Rest("1")))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.SaleUnknown);
        await _engine.Till.ReturnPurchaseAsync(Return("r5", "r1", Rest("1")))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.SaleUnknown);
        (await _engine.Till.ReturnPurchaseAsync(Return("r6", "sale", Amount("1", 400)))).Balance
            .ShouldBe(new Balance());
    }

    [Fact]
    public async Task ReturnPurchase_IllFormed_NamesTheFields()
    {
        var both = Requests.Return("r1", 100);
        both.SaleRequestId = "sale";
        both.Lines.Add(new ReturnedLine());
        both.Lines.Add(Quantity("1", "x"));
        both.Lines.Add(Amount("1", 0));
        both.Lines.Add(Quantity("1", ""));
        await _engine.Till.ReturnPurchaseAsync(both)
            .ShouldNameFieldsAsync("basket", "lines[0].line_id", "lines[1].quantity", "lines[2].amount_minor",
                "lines[3].quantity");
        var noSale = Requests.Return("r2", 100);
        noSale.Lines.Add(Rest("1"));
        await _engine.Till.ReturnPurchaseAsync(noSale).ShouldNameFieldsAsync("lines");
        var noEntry = Return("r3", "");
        noEntry.SaleEntryId = "17";
        await _engine.Till.ReturnPurchaseAsync(noEntry).ShouldNameFieldsAsync("sale_entry_id");
    }

    private static ReturnPurchaseRequest Return(string requestId, string saleRequestId, params ReturnedLine[] lines) =>
        new()
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = requestId,
            OccurTime = Requests.Now,
            SaleRequestId = saleRequestId,
            Lines = { lines },
        };

    private static ReturnedLine Quantity(string lineId, string quantity) =>
        new() { LineId = lineId, Quantity = quantity };

    private static ReturnedLine Amount(string lineId, long minor) => new() { LineId = lineId, AmountMinor = minor };

    private static ReturnedLine Rest(string lineId) => new() { LineId = lineId };
}
