using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Goods brought back before the till of their sale has told of it.</summary>
public sealed class WaitingReturnTests : IAsyncLifetime
{
    private const string Program = """
        program: sample
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        earning:
          base: { points: 1, per: 1.00, rounding: down }
        burning: { points_per_unit: 100, minimum: 1, step: 1 }
        returns: { without_reference: take_back, shortfall: debt, wait_days: 3 }
        """;

    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync(Program, clockJumpSeconds: 30 * 86_400);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task ReturnPurchase_BeforeItsSale_WaitsAndIsSettledWithIt()
    {
        var request = Return("r1", "sale", new ReturnedLine { LineId = "1", AmountMinor = 1_000 });
        var waits = await _engine.Till.ReturnPurchaseAsync(request);
        waits.WaitsForSale.ShouldBeTrue();
        waits.Entry.Points.ShouldBe(0);
        waits.Entry.ReturnAwaitsSale.SaleRequestId.ShouldBe("sale");
        (await BalanceAsync()).WaitingReturns.ShouldHaveSingleItem().ShouldBe(new WaitingReturn
        {
            EntryId = waits.Entry.EntryId,
            SaleRequestId = "sale",
            OccurTime = Requests.Now,
            EndTime = waits.Entry.ReturnAwaitsSale.EndTime,
        });

        var earned = await _engine.Till.EarnPointsAsync(Requests.Earn("sale", 3_000, 2_000));
        earned.Entry.Points.ShouldBe(50);

        var balance = await BalanceAsync();
        balance.Balance.ShouldBe(new Balance { AvailablePoints = 40 });
        balance.WaitingReturns.ShouldBeEmpty();
        var settled = (await _engine.Members.ListEntriesAsync(Requests.List())).Entries[0];
        settled.Points.ShouldBe(-10);
        settled.RequestId.ShouldBe("");
        settled.PurchaseReturned.WaitingEntryId.ShouldBe(waits.Entry.EntryId);
        settled.PurchaseReturned.SaleEntryId.ShouldBe(earned.Entry.EntryId);
        // The first answer again, and later returns count what came back.
        var again = waits.Clone();
        again.Replayed = true;
        (await _engine.Till.ReturnPurchaseAsync(request)).ShouldBe(again);
        var rest = await _engine.Till.ReturnPurchaseAsync(Return("r2", "sale"));
        rest.WaitsForSale.ShouldBeFalse();
        rest.Entry.PurchaseReturned.ClaimedPoints.ShouldBe(40);
        (await _engine.Support.VerifyMemberAsync(Requests.Verify())).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReturnPurchase_ThatWaits_IsDroppedWhenItsTimeIsOver()
    {
        var waits = await _engine.Till.ReturnPurchaseAsync(Return("r1", "sale"));

        _engine.Clock.SetUtcNow(waits.Entry.ReturnAwaitsSale.EndTime.ToDateTimeOffset().AddMilliseconds(1));
        (await BalanceAsync()).WaitingReturns.ShouldBeEmpty();
        await _engine.Till.EarnPointsAsync(Requests.Earn("sale", 3_000));

        (await BalanceAsync()).Balance.AvailablePoints.ShouldBe(30);
        var entries = (await _engine.Members.ListEntriesAsync(Requests.List())).Entries;
        entries[1].WaitingReturnEnded.ShouldBe(new WaitingReturnEnded
        {
            WaitingEntryId = waits.Entry.EntryId,
            End = WaitingReturnEnd.TimeOver,
        });
        entries[1].OccurTime.ShouldBe(waits.Entry.ReturnAwaitsSale.EndTime);
    }

    [Fact]
    public async Task ReturnPurchase_ForWhatIsNoSaleOrHasLess_TakesNothingBack()
    {
        await _engine.Till.ReturnPurchaseAsync(Return("r1", "gone"));
        await _engine.Till.CancelRequestAsync(Requests.Cancel("gone"));
        await _engine.Till.ReturnPurchaseAsync(
            Return("r2", "small", new ReturnedLine { LineId = "1", AmountMinor = 3_001 }));
        await _engine.Till.EarnPointsAsync(Requests.Earn("small", 3_000));

        (await BalanceAsync()).Balance.AvailablePoints.ShouldBe(30);
        (await _engine.Members.ListEntriesAsync(Requests.List())).Entries
            .Where(entry => entry.ChangeCase == Entry.ChangeOneofCase.WaitingReturnEnded)
            .Select(entry => entry.WaitingReturnEnded.End)
            .ShouldBe([WaitingReturnEnd.ExceedsSale, WaitingReturnEnd.NoSale]);
    }

    [Fact]
    public async Task ReturnPurchase_ThatMayNotWait_IsRefused()
    {
        var atOnce = Return("r1", "sale");
        atOnce.WaitForSale = false;
        await _engine.Till.ReturnPurchaseAsync(atOnce)
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.SaleUnknown);
        var byEntry = Return("r1", "");
        byEntry.SaleEntryId = "e2";
        await _engine.Till.ReturnPurchaseAsync(byEntry).ShouldNameFieldsAsync("wait_for_sale");
        for (var i = 0; i < 16; i++)
            await _engine.Till.ReturnPurchaseAsync(Return($"w{i}", $"sale-{i}"));
        await _engine.Till.ReturnPurchaseAsync(Return("w16", "sale-16"))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.ReturnWaitCountExceeded);

        await using var other = await RunningEngine.StartAsync();
        await other.Members.EnrolMemberAsync(Requests.Enrol());
        await other.Till.ReturnPurchaseAsync(Return("r1", "sale"))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.ReturnWaitNotOffered);
    }

    [Fact]
    public async Task ReturnPurchase_WhileItsSaleComes_IsSettledOnce()
    {
        for (var i = 0; i < 30; i++)
        {
            var sale = _engine.Till.EarnPointsAsync(Requests.Earn($"sale{i}", 1_000)).ResponseAsync;
            var back = _engine.Till.ReturnPurchaseAsync(Return($"back{i}", $"sale{i}")).ResponseAsync;
            await Task.WhenAll(sale, back);
        }

        var balance = await BalanceAsync();
        balance.WaitingReturns.ShouldBeEmpty();
        balance.Balance.ShouldBe(new Balance());
    }

    private static ReturnPurchaseRequest Return(
        string requestId, string saleRequestId, params ReturnedLine[] lines) => new()
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = requestId,
            OccurTime = Requests.Now,
            SaleRequestId = saleRequestId,
            Lines = { lines },
            WaitForSale = true,
        };

    private async Task<GetBalanceResponse> BalanceAsync() => await _engine.Till.GetBalanceAsync(
        new GetBalanceRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            IncludeSchedule = true,
        });
}
