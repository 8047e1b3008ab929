using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Goods of a sale brought back for others, in one call.</summary>
public sealed class ExchangeTests : IAsyncLifetime
{
    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync();
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
        await _engine.Till.EarnPointsAsync(Requests.Earn("sale", 3_000, 2_000));
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task ExchangePurchase_OfPartOfASale_IsOneEntryThatReturnsAndEarns()
    {
        var request = Exchange("x", "sale", 4_500, Amount("1", 1_000));
        var exchanged = await _engine.Till.ExchangePurchaseAsync(request);

        exchanged.Revision.ShouldBe(3);
        exchanged.Replayed.ShouldBeFalse();
        (exchanged.ReversedPoints, exchanged.EarnedPoints).ShouldBe((10, 45));
        exchanged.Balance.ShouldBe(new Balance { AvailablePoints = 85 });
        var entry = exchanged.Entry;
        (entry.EntryId, entry.RequestId, entry.Points).ShouldBe(("e3", "x", 35));
        var change = entry.PurchaseExchanged;
        (change.ReversedPoints, change.EarnedPoints).ShouldBe((10, 45));
        change.Returned.SaleEntryId.ShouldBe("e2");
        change.Returned.ClaimedPoints.ShouldBe(10);
        change.Returned.WholeSale.ShouldBeFalse();
        change.Returned.Lines.ShouldHaveSingleItem()
            .ShouldBe(new ReturnedSaleLine { LineNumber = 1, AmountMinor = 1_000 });
        change.Earned.AppliedRules.Sum(rule => rule.Points).ShouldBe(45);
        change.Earned.EligibleAmountMinor.ShouldBe(4_500);
        change.Earned.Basket.ShouldBeNull();

        var again = exchanged.Clone();
        again.Replayed = true;
        (await _engine.Till.ExchangePurchaseAsync(request)).ShouldBe(again);
        var outcome = await _engine.Till.GetOutcomeAsync(Requests.Outcome("x"));
        (outcome.Outcome, outcome.Entry).ShouldBe((Outcome.Accepted, entry));
        (await _engine.Till.CancelRequestAsync(Requests.Cancel("x"))).Outcome.ShouldBe(Outcome.Accepted);
        var listed = (await _engine.Members.ListEntriesAsync(Requests.List())).Entries[0];
        listed.PurchaseExchanged.ReversedPoints.ShouldBe(10);
    }

    [Fact]
    public async Task ExchangePurchase_OfPointsSpent_RepaysFirstWhatItMakesDebt()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("other", 15_000));
        await _engine.Till.BurnPointsAsync(Requests.Burn("burn", 200));

        var less = await _engine.Till.ExchangePurchaseAsync(Exchange("x1", "sale", 1_000, Rest("1")));
        less.Balance.ShouldBe(new Balance { DebtPoints = 20 });
        less.Entry.PurchaseExchanged.Returned.DebtAddedPoints.ShouldBe(30);
        less.Entry.PurchaseExchanged.Earned.DebtRepaidPoints.ShouldBe(10);
        var more = await _engine.Till.ExchangePurchaseAsync(Exchange("x2", "sale", 7_000));
        more.Balance.ShouldBe(new Balance { AvailablePoints = 30 });
        more.Entry.PurchaseExchanged.Returned.WholeSale.ShouldBeTrue();
    }

    [Fact]
    public async Task ReturnPurchase_AfterAnExchange_CountsWhatItBroughtBackAndTakesTheNewSale()
    {
        await _engine.Till.ExchangePurchaseAsync(Exchange("x", "sale", 4_500, Amount("1", 1_000)));

        var excess = await _engine.Till.ReturnPurchaseAsync(Return("r1", "sale", Amount("1", 2_001)))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.ReturnExceedsSale);
        excess.Fact("amount_minor_left").ShouldBe("2000");
        (await _engine.Till.ReturnPurchaseAsync(Return("r2", "sale"))).Entry.Points.ShouldBe(-40);
        (await _engine.Till.ReturnPurchaseAsync(Return("r3", "x", Amount("1", 1_500)))).Entry.Points.ShouldBe(-15);
        var byEntry = Exchange("x2", "", 600);
        byEntry.SaleEntryId = "e3";
        var rest = await _engine.Till.ExchangePurchaseAsync(byEntry);
        (rest.ReversedPoints, rest.EarnedPoints).ShouldBe((30, 6));
        rest.Entry.PurchaseExchanged.Returned.SaleEntryId.ShouldBe("e3");
        rest.Balance.ShouldBe(new Balance { AvailablePoints = 6 });
    }

    [Fact]
    public async Task ReversePoints_OfAnExchange_IsRefused()
    {
        await _engine.Till.ExchangePurchaseAsync(Exchange("x", "sale", 4_500, Rest("1")));

        await _engine.Till.ReversePointsAsync(Requests.Reverse("undo", "x"))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.EntryNotReversible);
        (await _engine.Till.ReversePointsAsync(Requests.Reverse("undo", "sale"))).Entry.Points.ShouldBe(-20);
    }

    [Fact]
    public async Task ExchangePurchase_ThatCannotBeWhole_ChangesNothing()
    {
        await _engine.Till.ExchangePurchaseAsync(Exchange("x1", "sale", 4_500, Amount("1", 3_001)))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.ReturnExceedsSale);
        await _engine.Till.ExchangePurchaseAsync(Exchange("x2", "never", 4_500))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.SaleUnknown);
        var euros = Exchange("x3", "sale", 4_500, Amount("1", 3_001));
        euros.Basket.CurrencyCode = "EUR";
        await _engine.Till.ExchangePurchaseAsync(euros)
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.CurrencyUnsupported);
        var moved = Exchange("x4", "sale", 4_500);
        moved.ExpectedRevision = 1;
        await _engine.Till.ExchangePurchaseAsync(moved)
            .ShouldBeRefusedAsync(StatusCode.Aborted, ErrorReason.RevisionMoved);
        var otherContent = Exchange("sale", "sale", 4_500);
        await _engine.Till.ExchangePurchaseAsync(otherContent)
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused);

        var balance = await _engine.Till.GetBalanceAsync(Requests.Balance());
        (balance.Revision, balance.Balance.AvailablePoints).ShouldBe((2, 50));
        // A refusal is not remembered.
        (await _engine.Till.ExchangePurchaseAsync(Exchange("x1", "sale", 4_500))).EarnedPoints.ShouldBe(45);
    }

    [Fact]
    public async Task ExchangePurchase_IllFormed_NamesTheFields()
    {
        var request = Exchange("x", "", 0, new ReturnedLine(), Amount("1", 0));
        request.ClearSale();
        request.Basket = null;
        await _engine.Till.ExchangePurchaseAsync(request)
            .ShouldNameFieldsAsync("basket", "sale", "lines[0].line_id", "lines[1].amount_minor");
        var noEntry = Exchange("x", "", 100);
        noEntry.SaleEntryId = "17";
        await _engine.Till.ExchangePurchaseAsync(noEntry).ShouldNameFieldsAsync("sale_entry_id");
        await _engine.Till.ExchangePurchaseAsync(Exchange("x", " ", 100)).ShouldNameFieldsAsync("sale_request_id");
    }

    [Fact]
    public async Task ExplainEntry_OfAnExchange_TellsOfBothParts()
    {
        await _engine.Till.ExchangePurchaseAsync(Exchange("x", "sale", 4_500, Rest("2")));

        var explained = await _engine.Support.ExplainEntryAsync(Requests.Explain("x"));
        explained.Summary.ShouldStartWith(
            "An exchange of goods of sale e2 took back 20 points of 20 points that the sale had earned for them: ");
        explained.Summary.ShouldContain(" The purchase in their place earned 45 points by program version 1: ");
        explained.Rules.Sum(rule => rule.Points).ShouldBe(45);
        explained.ReturnedRules.Sum(rule => rule.Points).ShouldBe(20);
        explained.Lots.Sum(lot => lot.Points).ShouldBe(25);
        explained.Entry.PurchaseExchanged.Earned.Basket.Lines.Count.ShouldBe(1);
        var balance = await _engine.Support.ExplainBalanceAsync(Requests.ExplainBalance());
        balance.Parts.Sum(part => part.Points).ShouldBe(75);
        balance.Lots.Single(lot => lot.EntryId == "e3").AppliedRules.Sum(rule => rule.Points).ShouldBe(45);
        (await _engine.Support.VerifyMemberAsync(Requests.Verify())).Faults.ShouldBeEmpty();
    }

    private static ExchangePurchaseRequest Exchange(
        string requestId, string saleRequestId, long amountMinor, params ReturnedLine[] lines) => new()
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = requestId,
            OccurTime = Requests.Now,
            SaleRequestId = saleRequestId,
            Lines = { lines },
            Basket = Requests.Earn("", amountMinor).Basket,
        };

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

    private static ReturnedLine Amount(string lineId, long minor) => new() { LineId = lineId, AmountMinor = minor };

    private static ReturnedLine Rest(string lineId) => new() { LineId = lineId };
}
