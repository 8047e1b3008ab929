using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Points that wait for an event of their purchase.</summary>
public sealed class ActivationTests : IAsyncLifetime
{
    private const string Program = """
        program: sample
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        pending: { event: delivered }
        earning:
          base: { points: 1, per: 1.00, rounding: down }
        """;

    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync(Program);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task ActivatePoints_ByRequestOrEntry_MakesThemAvailable()
    {
        var first = await _engine.Till.EarnPointsAsync(Requests.Earn("e1", 10_000));
        var second = await _engine.Till.EarnPointsAsync(Requests.Earn("e2", 500));
        (first.Entry.PointsEarned.PendingEventCode, first.Entry.PointsEarned.ActivateTime)
            .ShouldBe(("delivered", null));
        (await BalanceAsync()).Schedule.ShouldHaveSingleItem().ShouldBe(
            new ScheduledPoints { Points = 105, UntilEvent = true });

        var explained = (await _engine.Support.ExplainBalanceAsync(Requests.ExplainBalance())).Lots;
        explained.Select(lot => (lot.LeftPoints, lot.UntilEventCode)).ShouldBe([(100, "delivered"), (5, "delivered")]);
        explained[0].Text.ShouldEndWith("entry e2, pending.");

        var byRequest = await _engine.Till.ActivatePointsAsync(Activate("a1", saleRequestId: "e1"));
        var byEntry = await _engine.Till.ActivatePointsAsync(Activate("a2", saleEntryId: second.Entry.EntryId));

        byRequest.Balance.ShouldBe(new Balance { AvailablePoints = 100, PendingPoints = 5 });
        byRequest.Entry.PointsActivated.ShouldBe(new PointsActivated
        {
            ActivatedPoints = 100, SaleEntryId = first.Entry.EntryId, EventCode = "delivered",
        });
        (byEntry.Balance.AvailablePoints, byEntry.Revision).ShouldBe((105, 5));
        (await _engine.Support.ExplainEntryAsync(Requests.Explain("a1"))).Summary
            .ShouldBe("100 points of sale e2 became available by the event delivered.");
    }

    [Fact]
    public async Task ActivatePoints_SameRequestAgain_GivesTheFirstAnswerAgain()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("e1", 10_000));
        var first = await _engine.Till.ActivatePointsAsync(Activate("a1", saleRequestId: "e1"));

        var again = await _engine.Till.ActivatePointsAsync(Activate("a1", saleRequestId: "e1"));

        again.Replayed.ShouldBeTrue();
        again.Replayed = false;
        again.ShouldBe(first);
        await _engine.Till.ActivatePointsAsync(Activate("a1", saleRequestId: "e1", eventCode: "lost"))
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused);
    }

    [Fact]
    public async Task ActivatePoints_WhereNothingWaits_IsRefused()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("e1", 10_000));
        await _engine.Till.ActivatePointsAsync(Activate("a1", saleRequestId: "e1"));

        await _engine.Till.ActivatePointsAsync(Activate("a2", saleRequestId: "e1"))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.PointsNotPending);
        await _engine.Till.ActivatePointsAsync(Activate("a3", saleRequestId: "e1", eventCode: "lost"))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.EventNotAwaited);
        await _engine.Till.ActivatePointsAsync(Activate("a4", saleRequestId: "nothing"))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.SaleUnknown);
    }

    [Fact]
    public async Task ActivatePoints_IllFormed_NamesEveryField()
    {
        var request = new ActivatePointsRequest { ProgramId = "sample", MemberId = "a b", EventCode = "De livered" };

        await _engine.Till.ActivatePointsAsync(request).ShouldNameFieldsAsync(
            "member_id", "request_id", "occur_time", "event_code", "sale");
    }

    private static ActivatePointsRequest Activate(
        string requestId, string saleRequestId = "", string saleEntryId = "", string eventCode = "delivered")
    {
        var request = new ActivatePointsRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = requestId,
            OccurTime = Requests.Now,
            EventCode = eventCode,
        };
        if (saleRequestId.Length > 0)
            request.SaleRequestId = saleRequestId;
        else
            request.SaleEntryId = saleEntryId;
        return request;
    }

    private async Task<GetBalanceResponse> BalanceAsync() => await _engine.Till.GetBalanceAsync(
        new GetBalanceRequest { ProgramId = "sample", MemberId = Requests.Member, IncludeSchedule = true });
}
