using Grpc.Core;
using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Core.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Services;

// Reservations: points held for a burn under way.
public sealed partial class TillApi
{
    /// <inheritdoc/>
    public override async Task<V1.ReservePointsResponse> ReservePoints(
        V1.ReservePointsRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        var head = HeadReader.Read(request, ref checks);
        if (request.Points is < 1 or > BurnPointsMax)
            checks.Add("points", $"must be 1 to {BurnPointsMax}");
        CheckDuration(request.DurationSeconds, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);

        var memberId = await FindAsync(program, request, head);
        var change = Accept(
            await ledger.ReserveAsync(program, memberId, head, request.Points, request.DurationSeconds),
            out var replayed);
        var entry = Entries.ToProto(program.Id, memberId, change, withBasket: false);
        return new V1.ReservePointsResponse
        {
            Entry = entry,
            Balance = entry.BalanceAfter,
            Revision = change.Revision,
            Replayed = replayed,
            Value = entry.PointsReserved.Value,
            EndTime = entry.PointsReserved.EndTime,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.CaptureReservationResponse> CaptureReservation(
        V1.CaptureReservationRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        var head = HeadReader.Read(request, ref checks);
        if (request.Points is < 0 or > BurnPointsMax)
            checks.Add("points", $"must be 0 to {BurnPointsMax}");
        var reservation = ReservationReader.Read(
            request.ReservationEntryId, request.ReservationRequestId, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);

        var memberId = await FindAsync(program, request, head);
        var change = Accept(
            await ledger.CaptureAsync(program, memberId, head, reservation, request.Points), out var replayed);
        var entry = Entries.ToProto(program.Id, memberId, change, withBasket: false);
        return new V1.CaptureReservationResponse
        {
            Entry = entry,
            Balance = entry.BalanceAfter,
            Revision = change.Revision,
            Replayed = replayed,
            Value = entry.PointsBurned.Value,
            ReleasedPoints = entry.PointsBurned.ReleasedPoints,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.ReleaseReservationResponse> ReleaseReservation(
        V1.ReleaseReservationRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        var head = HeadReader.Read(request, ref checks);
        var reservation = ReservationReader.Read(
            request.ReservationEntryId, request.ReservationRequestId, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);

        var memberId = await FindAsync(program, request, head);
        var change = Accept(await ledger.ReleaseAsync(program, memberId, head, reservation), out var replayed);
        var entry = Entries.ToProto(program.Id, memberId, change, withBasket: false);
        return new V1.ReleaseReservationResponse
        {
            Entry = entry,
            Balance = entry.BalanceAfter,
            Revision = change.Revision,
            Replayed = replayed,
            ReleasedPoints = entry.ReservationReleased.ReleasedPoints,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.ExtendReservationResponse> ExtendReservation(
        V1.ExtendReservationRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        var head = HeadReader.Read(request, ref checks);
        CheckDuration(request.DurationSeconds, ref checks);
        var reservation = ReservationReader.Read(
            request.ReservationEntryId, request.ReservationRequestId, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);

        var memberId = await FindAsync(program, request, head);
        var change = Accept(
            await ledger.ExtendAsync(program, memberId, head, reservation, request.DurationSeconds), out var replayed);
        var entry = Entries.ToProto(program.Id, memberId, change, withBasket: false);
        return new V1.ExtendReservationResponse
        {
            Entry = entry,
            Balance = entry.BalanceAfter,
            Revision = change.Revision,
            Replayed = replayed,
            EndTime = entry.ReservationExtended.EndTime,
        };
    }

    private static void CheckDuration(long seconds, ref FieldChecks checks)
    {
        if (seconds is < 0 or > ProgramLimits.ReservationSecondsMax)
            checks.Add("duration_seconds", $"must be 0 to {ProgramLimits.ReservationSecondsMax}");
    }
}
