using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Points reserved for a burn under way, as a till and the desk see them.</summary>
public sealed class ReservationTests : IAsyncLifetime
{
    private const string Program = """
        program: sample
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        expiry: never
        earning:
          base: { points: 1, per: 1.00, rounding: down }
        burning:
          points_per_unit: 50
          minimum: 10
          step: 5
          reservations: { seconds: 900, maximum_seconds: 3600 }
        returns: { without_reference: take_back, shortfall: debt }
        """;

    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync(Program);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
        await _engine.Till.EarnPointsAsync(Requests.Earn("e1", 10_000));
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task ReservePoints_ThenCapture_BurnsWhatWasHeld()
    {
        var request = Reserve("r1", 60);
        var reserved = await _engine.Till.ReservePointsAsync(request);
        reserved.Balance.ShouldBe(new Balance { AvailablePoints = 40, ReservedPoints = 60 });
        reserved.Value.ShouldBe(new Money { CurrencyCode = "GBP", AmountMinor = 120 });
        var now = _engine.Clock.GetUtcNow();
        (reserved.EndTime.ToDateTimeOffset() - now).ShouldBe(TimeSpan.FromSeconds(900), TimeSpan.FromMilliseconds(1));
        reserved.Entry.Points.ShouldBe(0);
        await _engine.Till.BurnPointsAsync(Requests.Burn("b0", 45))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.InsufficientPoints);
        var again = reserved.Clone();
        again.Replayed = true;
        (await _engine.Till.ReservePointsAsync(request)).ShouldBe(again);

        (await _engine.Support.ExplainBalanceAsync(Requests.ExplainBalance())).Lots
            .Select(lot => (lot.LeftPoints, lot.ReservationEntryId)).ShouldBe([(40, ""), (60, reserved.Entry.EntryId)]);

        var captured = await _engine.Till.CaptureReservationAsync(Capture("c1", "r1", 40));
        captured.Balance.ShouldBe(new Balance { AvailablePoints = 60 });
        captured.Value.ShouldBe(new Money { CurrencyCode = "GBP", AmountMinor = 80 });
        captured.ReleasedPoints.ShouldBe(20);
        captured.Entry.Points.ShouldBe(-40);
        captured.Entry.PointsBurned.ReservationEntryId.ShouldBe(reserved.Entry.EntryId);
        (await _engine.Till.CaptureReservationAsync(Capture("c1", "r1", 40))).Replayed.ShouldBeTrue();
        await _engine.Till.CaptureReservationAsync(Capture("c2", "r1", 0))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.ReservationEnded);

        var undone = await _engine.Till.ReversePointsAsync(Requests.Reverse("u1", "c1"));
        undone.Balance.ShouldBe(new Balance { AvailablePoints = 100 });
        (await _engine.Support.VerifyMemberAsync(Requests.Verify())).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReservePoints_UntilItsTimeIsOver_EndsAtThatMoment()
    {
        var reserved = await _engine.Till.ReservePointsAsync(Reserve("r1", 60));
        var extend = new ExtendReservationRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = "x1",
            OccurTime = Requests.Now,
            ReservationEntryId = reserved.Entry.EntryId,
            DurationSeconds = 1_800,
        };
        var extended = await _engine.Till.ExtendReservationAsync(extend);
        extended.EndTime.ShouldBeGreaterThan(reserved.EndTime);
        extended.Entry.ReservationExtended.EndTime.ShouldBe(extended.EndTime);

        _engine.Clock.SetUtcNow(reserved.EndTime.ToDateTimeOffset());
        var scheduled = await BalanceAsync();
        scheduled.Balance.ReservedPoints.ShouldBe(60);
        scheduled.Schedule.ShouldBe(
        [
            new ScheduledPoints { Points = 40 },
            new ScheduledPoints
            {
                Points = 60,
                ReservationEntryId = reserved.Entry.EntryId,
                ReservationEndTime = extended.EndTime,
            },
        ]);
        extend.RequestId = "x2";
        extend.DurationSeconds = 3_601;
        await _engine.Till.ExtendReservationAsync(extend)
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.ReservationTooLong);

        _engine.Clock.SetUtcNow(extended.EndTime.ToDateTimeOffset().AddMilliseconds(1));
        (await BalanceAsync()).Balance.ShouldBe(new Balance { AvailablePoints = 100 });
        await _engine.Till.ReleaseReservationAsync(Release("l1", "r1"))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.ReservationEnded);
        var ended = (await _engine.Members.ListEntriesAsync(Requests.List())).Entries[0];
        ended.RequestId.ShouldBe("");
        ended.OccurTime.ShouldBe(extended.EndTime);
        ended.ReservationReleased.ShouldBe(new ReservationReleased
        {
            ReservationEntryId = reserved.Entry.EntryId,
            ReleasedPoints = 60,
        });
    }

    [Fact]
    public async Task ReleaseReservation_ByItsRequest_FreesItsPoints()
    {
        await _engine.Till.ReservePointsAsync(Reserve("r1", 60));

        var released = await _engine.Till.ReleaseReservationAsync(Release("l1", "r1"));

        released.ReleasedPoints.ShouldBe(60);
        released.Balance.ShouldBe(new Balance { AvailablePoints = 100 });
        (await _engine.Support.ExplainEntryAsync(Requests.Explain("r1"))).Summary
            .ShouldStartWith("60 points were reserved by program version 1 until 2026-");
        (await _engine.Support.ExplainEntryAsync(Requests.Explain("l1"))).Summary
            .ShouldBe("Reservation e3 ended by a request and freed 60 points.");
    }

    [Fact]
    public async Task ReleaseReservation_WhereThereIsNone_IsRefused()
    {
        await _engine.Till.ReleaseReservationAsync(Release("l1", "never"))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.ReservationUnknown);
        await _engine.Till.ReleaseReservationAsync(Release("l1", "e1"))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.ReservationUnknown);
        await _engine.Till.CaptureReservationAsync(Capture("c1", "never", 0))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.ReservationUnknown);
    }

    [Fact]
    public async Task Requests_IllFormed_NameTheFields()
    {
        var reserve = Reserve("r1", 0);
        reserve.DurationSeconds = -1;
        await _engine.Till.ReservePointsAsync(reserve).ShouldNameFieldsAsync("points", "duration_seconds");
        await _engine.Till.CaptureReservationAsync(new CaptureReservationRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = "c1",
            OccurTime = Requests.Now,
            Points = -1,
        }).ShouldNameFieldsAsync("points", "reservation");
        await _engine.Till.ReleaseReservationAsync(Release("l1", " ")).ShouldNameFieldsAsync("reservation_request_id");
        await _engine.Till.ExtendReservationAsync(new ExtendReservationRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = "x1",
            OccurTime = Requests.Now,
            ReservationEntryId = "17",
            DurationSeconds = 2_592_001,
        }).ShouldNameFieldsAsync("duration_seconds", "reservation_entry_id");
    }

    [Fact]
    public async Task GetProgram_WithReservations_IsThatOfTheFile() =>
        (await _engine.Programs.GetProgramAsync(new GetProgramRequest { ProgramId = Requests.Program }))
            .Program.Burning.Reservations.ShouldBe(
                new ProgramReservations { DurationSeconds = 900, MaximumSeconds = 3_600 });

    private static ReservePointsRequest Reserve(string requestId, long points) => new()
    {
        ProgramId = Requests.Program,
        MemberId = Requests.Member,
        RequestId = requestId,
        OccurTime = Requests.Now,
        Points = points,
    };

    private static CaptureReservationRequest Capture(string requestId, string reservationRequestId, long points) =>
        new()
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = requestId,
            OccurTime = Requests.Now,
            ReservationRequestId = reservationRequestId,
            Points = points,
        };

    private static ReleaseReservationRequest Release(string requestId, string reservationRequestId) => new()
    {
        ProgramId = Requests.Program,
        MemberId = Requests.Member,
        RequestId = requestId,
        OccurTime = Requests.Now,
        ReservationRequestId = reservationRequestId,
    };

    private async Task<GetBalanceResponse> BalanceAsync() => await _engine.Till.GetBalanceAsync(
        new GetBalanceRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            IncludeSchedule = true,
        });
}
