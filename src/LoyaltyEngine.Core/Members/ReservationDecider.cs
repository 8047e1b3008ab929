using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>The part of <see cref="MemberDecider"/> that decides what becomes of reservations.</summary>
internal static class ReservationDecider
{
    public static Decision Reserve(Member member, MemberCommand.ReservePoints reserve, in DecisionContext context)
    {
        var program = context.Program!;
        if (program.Definition.Burning is not { } burning)
            return Decision.Rejected(RejectionReason.BurnNotOffered);
        if (burning.Reservations is not { } reservations)
            return Decision.Rejected(RejectionReason.ReservationNotOffered);
        if (BurnDecider.FindRefusal(burning, reserve.Points) is { } refusal)
            return refusal;

        var seconds = reserve.DurationSeconds == 0 ? reservations.DurationSeconds : reserve.DurationSeconds;
        if (seconds > reservations.MaximumSeconds)
            return RejectLength(seconds, reservations);
        if (member.Reservations.Open.Length == ReservationTable.CountMax)
        {
            return Decision.Rejected(
                RejectionReason.ReservationCountExceeded, ("count_max", MemberDecider.Text(ReservationTable.CountMax)));
        }

        if (reserve.Points > member.Lots.Points)
            return BurnDecider.RejectShortfall(reserve.Points, member);
        if (program.BurnValueMinor(reserve.Points) is not { } valueMinor)
            return Decision.Rejected(RejectionReason.PointsOverflow);

        var settlement = LotSettlement.Reserve(member, reserve.Points, member.Revision + 1);
        return Decision.Accepted(new MemberEvent.PointsReserved(
            program.Definition.CurrencyCode, valueMinor, context.RecordTime.PlusSeconds(seconds))
        {
            PointsPerCurrencyUnit = burning.PointsPerCurrencyUnit,
            LotsExpire = reservations.LotsExpire,
            Origin = MemberDecider.Origin(member, reserve, context, program.Version),
            Settlement = settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, settlement),
        });
    }

    // At the rate of the reservation, which was promised; in part by the step of the program in force.
    public static Decision Capture(Member member, MemberCommand.CaptureReservation capture, in DecisionContext context)
    {
        if (FindOpen(member, context, out var begun) is not { } reservation)
            return RejectEnded(begun);
        var program = context.Program!;
        var held = reservation.Lots.Points;
        var points = capture.Points == 0 ? held : capture.Points;
        if (points < held && program.Definition.Burning is { } burning && points % burning.StepPoints != 0)
            return BurnDecider.RejectStep(burning, points);
        if (points > held)
        {
            return Decision.Rejected(
                RejectionReason.ReservationExceeded,
                ("points", MemberDecider.Text(points)),
                ("reserved_points", MemberDecider.Text(held)));
        }

        if (program.ValueMinor(points, begun!.PointsPerCurrencyUnit) is not { } valueMinor)
            return Decision.Rejected(RejectionReason.PointsOverflow);
        var settlement = LotSettlement.Capture(member, reservation, points);
        return Decision.Accepted(new MemberEvent.PointsBurned(begun.CurrencyCode, valueMinor)
        {
            Reservation = reservation.Id,
            ReleasedPoints = held - points,
            Origin = MemberDecider.Origin(member, capture, context, program.Version),
            Settlement = settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, settlement),
        });
    }

    public static Decision Release(Member member, MemberCommand.ReleaseReservation release, in DecisionContext context)
    {
        if (FindOpen(member, context, out var begun) is not { } reservation)
            return RejectEnded(begun);
        return Decision.Accepted(Ended(
            member, reservation, MemberDecider.Origin(member, release, context, context.Program!.Version)));
    }

    public static Decision Extend(Member member, MemberCommand.ExtendReservation extend, in DecisionContext context)
    {
        if (context.Program!.Definition.Burning?.Reservations is not { } reservations)
            return Decision.Rejected(RejectionReason.ReservationNotOffered);
        if (FindOpen(member, context, out var begun) is not { } reservation)
            return RejectEnded(begun);
        var seconds = extend.DurationSeconds == 0 ? reservations.DurationSeconds : extend.DurationSeconds;
        var endTime = context.RecordTime.PlusSeconds(seconds);
        if (endTime > begun!.Origin.RecordTime.PlusSeconds(reservations.MaximumSeconds))
            return RejectLength(seconds, reservations);
        return Decision.Accepted(new MemberEvent.ReservationExtended(
            reservation.Id, endTime > reservation.EndTime ? endTime : reservation.EndTime)
        {
            Origin = MemberDecider.Origin(member, extend, context, context.Program!.Version),
            BalanceAfter = member.Balance,
        });
    }

    /// <summary>The entry that frees what a reservation holds.</summary>
    public static MemberEvent.ReservationReleased Ended(Member member, Reservation reservation, EntryOrigin origin)
    {
        var settlement = LotSettlement.Release(member, reservation);
        return new MemberEvent.ReservationReleased(reservation.Id, ReleasedPoints: reservation.Lots.Points)
        {
            Origin = origin,
            Settlement = settlement,
            BalanceAfter = MemberDecider.BalanceAfter(member, settlement),
        };
    }

    private static Reservation? FindOpen(
        Member member, in DecisionContext context, out MemberEvent.PointsReserved? begun)
    {
        begun = context.Target as MemberEvent.PointsReserved;
        return begun is null ? null : member.Reservations.Find(begun.Revision);
    }

    private static Decision RejectEnded(MemberEvent.PointsReserved? begun) => begun is null
        ? Decision.Rejected(RejectionReason.ReservationUnknown)
        : Decision.Rejected(RejectionReason.ReservationEnded, ("revision", MemberDecider.Text(begun.Revision)));

    private static Decision RejectLength(long seconds, ReservationDefinition reservations) => Decision.Rejected(
        RejectionReason.ReservationTooLong,
        ("duration_seconds", MemberDecider.Text(seconds)),
        ("maximum_seconds", MemberDecider.Text(reservations.MaximumSeconds)));
}
