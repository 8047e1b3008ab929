using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Purchases that a till tells of days after they happened.</summary>
public sealed class LatePurchaseTests : IAsyncLifetime
{
    // Requests.Now is noon of 22 November 2026 in London.
    private const string Program = """
        program: sample
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        late_days: 2
        earning:
          base: { points: 1, per: 1.00, rounding: down }
        """;

    private static readonly DateTime FirstMoment = new(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc);

    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync(Program);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task EarnPoints_OfTheFirstDayThatCounts_IsAcceptedAndOfTheDayBeforeRefused()
    {
        (await _engine.Till.EarnPointsAsync(Earn("e1", FirstMoment))).Balance.AvailablePoints.ShouldBe(10);
        var late = Earn("e2", FirstMoment.AddTicks(-1));

        await _engine.Till.EarnPointsAsync(late)
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.OccurTimeTooLate);

        (await _engine.Till.GetBalanceAsync(Requests.Balance())).Balance.AvailablePoints.ShouldBe(10);
    }

    [Fact]
    public async Task EarnPoints_AnsweredBefore_IsAnsweredAgainHoweverLate()
    {
        var earned = await _engine.Till.EarnPointsAsync(Earn("e1", FirstMoment));

        _engine.Clock.Advance(TimeSpan.FromDays(3));
        var again = await _engine.Till.EarnPointsAsync(Earn("e1", FirstMoment));

        again.Replayed.ShouldBeTrue();
        again.Entry.ShouldBe(earned.Entry);
        await _engine.Till.EarnPointsAsync(Earn("e2", FirstMoment))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.OccurTimeTooLate);
    }

    [Fact]
    public async Task ReturnPurchase_LongAgo_IsNotTooLate()
    {
        await _engine.Till.EarnPointsAsync(Earn("e1", FirstMoment));

        var returned = await _engine.Till.ReturnPurchaseAsync(new ReturnPurchaseRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = "r1",
            OccurTime = Timestamp.FromDateTime(FirstMoment.AddDays(-1)),
            SaleRequestId = "e1",
        });

        returned.Balance.ShouldBe(new Balance());
    }

    private static EarnPointsRequest Earn(string requestId, DateTime occurTime)
    {
        var request = Requests.Earn(requestId, 1_000);
        request.OccurTime = Timestamp.FromDateTime(occurTime);
        return request;
    }
}
