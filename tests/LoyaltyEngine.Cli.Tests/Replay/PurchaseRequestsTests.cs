using LoyaltyEngine.Cli.Invoices;
using LoyaltyEngine.Cli.Replay;
using LoyaltyEngine.Protos.V1;
using NodaTime;

namespace LoyaltyEngine.Cli.Tests.Replay;

public sealed class PurchaseRequestsTests
{
    private static readonly Instant Noon = Instant.FromUtc(2011, 6, 1, 12, 0);

    private readonly PurchaseRequests _requests = new("sample", "GBP");

    [Fact]
    public void Earn_Invoice_IsItsRequest()
    {
        var request = _requests.Earn(new Purchase(
            [Line("536365", "85123A", 6, 1530), Line("536365", "POST", 0.435m, 0)]));

        request.ProgramId.ShouldBe("sample");
        request.MemberId.ShouldBe("17850");
        request.RequestId.ShouldBe("536365");
        request.Context.ShouldBe(new TillContext { ReceiptId = "536365" });
        request.OccurTime.ToDateTime().ShouldBe(new DateTime(2011, 6, 1, 12, 0, 0, DateTimeKind.Utc));
        request.Basket.CurrencyCode.ShouldBe("GBP");
        request.Basket.Lines.ShouldBe(
        [
            new BasketLine { LineId = "1", Sku = "85123A", Quantity = "6", AmountMinor = 1530 },
            new BasketLine { LineId = "2", Sku = "POST", Quantity = "0.435", AmountMinor = 0 },
        ]);
    }

    [Fact]
    public void Earn_QuantityWrittenAsFloatingPoint_LosesItsZeros() =>
        _requests.Earn(new Purchase([Line("1", "A", 6.00m, 1)])).Basket.Lines[0].Quantity.ShouldBe("6");

    [Fact]
    public void Return_Cancellation_HasTheSameContent()
    {
        var purchase = new Purchase([Line("C536365", "85123A", 6, 1530)]);

        purchase.IsCancellation.ShouldBeTrue();
        _requests.Return(purchase).Basket.ShouldBe(_requests.Earn(purchase).Basket);
        _requests.Return(purchase).RequestId.ShouldBe("C536365");
    }

    [Fact]
    public void Return_OfASale_NamesItAndItsLines()
    {
        var purchase = new Purchase([Line("C9", "A", 6, 1530)]);

        var request = _requests.Return(
            purchase, new ReturnOfInvoice("536365", [new(2, 4), new(7, 0.50m)], purchase.Lines));

        request.RequestId.ShouldBe("C9:536365");
        request.SaleRequestId.ShouldBe("536365");
        request.Basket.ShouldBeNull();
        request.Context.ShouldBe(new TillContext { ReceiptId = "C9" });
        request.OccurTime.ShouldBe(_requests.Return(purchase).OccurTime);
        request.Lines.ShouldBe(
        [
            new ReturnedLine { LineId = "2", Quantity = "4" }, new ReturnedLine { LineId = "7", Quantity = "0.5" },
        ]);
    }

    [Fact]
    public void Return_OfAPart_KeepsTheCancellationsNumberAndTime()
    {
        var purchase = new Purchase([Line("C9", "A", 6, 1530), Line("C9", "B", 4, 1000)]);

        var request = _requests.Return(purchase, [purchase.Lines[1].WithQuantity(3)]);

        request.RequestId.ShouldBe("C9");
        request.OccurTime.ShouldBe(_requests.Return(purchase).OccurTime);
        request.Basket.Lines.ShouldBe([new BasketLine { LineId = "1", Sku = "B", Quantity = "3", AmountMinor = 750 }]);
    }

    [Fact]
    public void Enrol_FirstPurchase_GivesItsTime()
    {
        var request = _requests.Enrol(new Purchase([Line("1", "A", 1, 1)]));

        request.RequestId.ShouldBe(PurchaseRequests.EnrolRequestId);
        request.OccurTime.ToDateTimeOffset().ShouldBe(Noon.ToDateTimeOffset());
    }

    private static InvoiceLine Line(string number, string sku, decimal quantity, long amountMinor) =>
        new(1, number, "17850", sku, quantity, amountMinor / 100m / quantity, amountMinor, Noon);
}
