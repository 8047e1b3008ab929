using Grpc.Core;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Errors;

/// <summary>The one place where refusals become status codes, reasons and words.</summary>
public static class ErrorReasons
{
    /// <summary>The domain of every reason.</summary>
    public const string Domain = "loyalty.v1";

    private const string Prefix = "ERROR_REASON_";

    /// <summary>What a refusal is to a caller.</summary>
    public static (V1.ErrorReason Reason, StatusCode Code, string Message) Of(RejectionReason reason) => reason switch
    {
        RejectionReason.RequestCancelled => (
            V1.ErrorReason.RequestCancelled, StatusCode.FailedPrecondition,
            "The request was cancelled and can never take effect."),
        RejectionReason.RequestIdReused => (
            V1.ErrorReason.RequestIdReused, StatusCode.AlreadyExists,
            "The request_id was used before with other content."),
        RejectionReason.MemberUnknown => (
            V1.ErrorReason.MemberUnknown, StatusCode.NotFound, "There is no such member."),
        RejectionReason.MemberAlreadyEnrolled => (
            V1.ErrorReason.MemberAlreadyEnrolled, StatusCode.AlreadyExists,
            "The member was enrolled before by another request."),
        RejectionReason.RevisionMoved => (
            V1.ErrorReason.RevisionMoved, StatusCode.Aborted, "The member is not at the expected revision."),
        RejectionReason.OccurTimeAhead => (
            V1.ErrorReason.OccurTimeAhead, StatusCode.FailedPrecondition,
            "occur_time lies further ahead of the engine's clock than allowed."),
        RejectionReason.OccurTimeBeforeProgram => (
            V1.ErrorReason.OccurTimeBeforeProgram, StatusCode.FailedPrecondition,
            "occur_time lies before the program began."),
        RejectionReason.IdentifierTaken => (
            V1.ErrorReason.IdentifierTaken, StatusCode.AlreadyExists,
            "An identifier belongs to another member of the program."),
        RejectionReason.MemberErased => (
            V1.ErrorReason.MemberErased, StatusCode.FailedPrecondition,
            "The person was erased; nothing can be done with the account any more."),
        RejectionReason.MemberBlocked => (
            V1.ErrorReason.MemberBlocked, StatusCode.FailedPrecondition,
            "The account is blocked, and the program does not allow this then."),
        RejectionReason.MemberClosed => (
            V1.ErrorReason.MemberClosed, StatusCode.FailedPrecondition,
            "The account is closed, and the program does not allow this then."),
        RejectionReason.AgeBelowMinimum => (
            V1.ErrorReason.AgeBelowMinimum, StatusCode.FailedPrecondition,
            "The member is younger than the legal profile allows, or did not say how old."),
        RejectionReason.IdentifierUnknown => (
            V1.ErrorReason.IdentifierUnknown, StatusCode.NotFound, "Nobody has this identifier."),
        RejectionReason.IdentifierAlreadyHeld => (
            V1.ErrorReason.IdentifierAlreadyHeld, StatusCode.AlreadyExists,
            "The member has this identifier already."),
        RejectionReason.IdentifierRetired => (
            V1.ErrorReason.IdentifierRetired, StatusCode.FailedPrecondition,
            "The identifier was replaced by another and can never be used again."),
        RejectionReason.IdentifierCountExceeded => (
            V1.ErrorReason.IdentifierCountExceeded, StatusCode.FailedPrecondition,
            "The member has as many identifiers as one may have."),
        RejectionReason.ProfileMoved => (
            V1.ErrorReason.ProfileMoved, StatusCode.Aborted,
            "What is known of the member was changed meanwhile, again and again."),
        RejectionReason.CurrencyUnsupported => (
            V1.ErrorReason.CurrencyUnsupported, StatusCode.FailedPrecondition, "The program knows no such currency."),
        RejectionReason.OccurTimeTooLate => (
            V1.ErrorReason.OccurTimeTooLate, StatusCode.FailedPrecondition,
            "The purchase happened longer ago than the program allows."),
        RejectionReason.BurnNotOffered => (
            V1.ErrorReason.BurnNotOffered, StatusCode.FailedPrecondition, "The program has no burning."),
        RejectionReason.BurnBelowMinimum => (
            V1.ErrorReason.BurnBelowMinimum, StatusCode.FailedPrecondition,
            "The burn is smaller than the program's minimum."),
        RejectionReason.BurnOffStep => (
            V1.ErrorReason.BurnOffStep, StatusCode.FailedPrecondition,
            "The burn is not a multiple of the program's step."),
        RejectionReason.ReservationNotOffered => (
            V1.ErrorReason.ReservationNotOffered, StatusCode.FailedPrecondition, "The program has no reservations."),
        RejectionReason.ReservationUnknown => (
            V1.ErrorReason.ReservationUnknown, StatusCode.NotFound, "The member has no such reservation."),
        RejectionReason.ReservationEnded => (
            V1.ErrorReason.ReservationEnded, StatusCode.FailedPrecondition,
            "The reservation was captured or released, or its time was over."),
        RejectionReason.ReservationTooLong => (
            V1.ErrorReason.ReservationTooLong, StatusCode.FailedPrecondition,
            "The reservation would last longer than the program allows."),
        RejectionReason.ReservationCountExceeded => (
            V1.ErrorReason.ReservationCountExceeded, StatusCode.FailedPrecondition,
            "The member has as many reservations open as one may have."),
        RejectionReason.ReservationExceeded => (
            V1.ErrorReason.ReservationExceeded, StatusCode.FailedPrecondition,
            "The reservation holds fewer points."),
        RejectionReason.AdjustmentNotOffered => (
            V1.ErrorReason.AdjustmentNotOffered, StatusCode.FailedPrecondition, "The program has no adjustments."),
        RejectionReason.AdjustmentReasonUnknown => (
            V1.ErrorReason.AdjustmentReasonUnknown, StatusCode.FailedPrecondition,
            "The program declares other reason codes for adjustments."),
        RejectionReason.AdjustmentAboveMaximum => (
            V1.ErrorReason.AdjustmentAboveMaximum, StatusCode.FailedPrecondition,
            "The adjustment is larger than the program's maximum."),
        RejectionReason.AdjustmentAboveDailyMaximum => (
            V1.ErrorReason.AdjustmentAboveDailyMaximum, StatusCode.FailedPrecondition,
            "The adjustments of the member on this day would pass the program's daily maximum."),
        RejectionReason.InsufficientPoints => (
            V1.ErrorReason.InsufficientPoints, StatusCode.FailedPrecondition,
            "The available points do not cover it."),
        RejectionReason.ReturnNotAllowed => (
            V1.ErrorReason.ReturnNotAllowed, StatusCode.FailedPrecondition,
            "The program takes no returns without a reference to their sale."),
        RejectionReason.ReturnWaitNotOffered => (
            V1.ErrorReason.ReturnWaitNotOffered, StatusCode.FailedPrecondition,
            "There is no such sale yet, and the program lets no returns wait for theirs."),
        RejectionReason.ReturnWaitCountExceeded => (
            V1.ErrorReason.ReturnWaitCountExceeded, StatusCode.FailedPrecondition,
            "There is no such sale yet, and as many returns of the member wait for theirs as may."),
        RejectionReason.SaleUnknown => (
            V1.ErrorReason.SaleUnknown, StatusCode.NotFound, "The member has no such sale."),
        RejectionReason.EventNotAwaited => (
            V1.ErrorReason.EventNotAwaited, StatusCode.FailedPrecondition,
            "The points of the sale do not wait for that event."),
        RejectionReason.PointsNotPending => (
            V1.ErrorReason.PointsNotPending, StatusCode.FailedPrecondition,
            "The points of the sale are pending no longer."),
        RejectionReason.TiersNotOffered => (
            V1.ErrorReason.TiersNotOffered, StatusCode.FailedPrecondition, "The program has no tiers."),
        RejectionReason.TierUnknown => (
            V1.ErrorReason.TierUnknown, StatusCode.NotFound, "The program has no such tier."),
        RejectionReason.TierGrantOver => (
            V1.ErrorReason.TierGrantOver, StatusCode.FailedPrecondition,
            "The tier would be granted until a time that is over."),
        RejectionReason.TierNotGranted => (
            V1.ErrorReason.TierNotGranted, StatusCode.FailedPrecondition, "There is no grant to be withdrawn."),
        RejectionReason.WriteOffExceedsDebt => (
            V1.ErrorReason.WriteOffExceedsDebt, StatusCode.FailedPrecondition,
            "More is to be written off than the member owes."),
        RejectionReason.SaleNotDivisible => (
            V1.ErrorReason.SaleNotDivisible, StatusCode.FailedPrecondition,
            "The sale is older than the record of what each line earned and can only be undone whole."),
        RejectionReason.SaleLineUnknown => (
            V1.ErrorReason.SaleLineUnknown, StatusCode.NotFound, "The sale has no such line."),
        RejectionReason.ReturnExceedsSale => (
            V1.ErrorReason.ReturnExceedsSale, StatusCode.FailedPrecondition,
            "More would come back than is left of the sale."),
        RejectionReason.EntryUnknown => (
            V1.ErrorReason.EntryUnknown, StatusCode.NotFound, "The member has no such entry."),
        RejectionReason.EntryNotReversible => (
            V1.ErrorReason.EntryNotReversible, StatusCode.FailedPrecondition,
            "Only an earn, a burn or an adjustment can be undone."),
        RejectionReason.EntryAlreadyReversed => (
            V1.ErrorReason.EntryAlreadyReversed, StatusCode.FailedPrecondition, "The entry was undone before."),
        RejectionReason.PointsOverflow => (
            V1.ErrorReason.PointsOverflow, StatusCode.OutOfRange, "The points would pass what the ledger can hold."),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "has no status"),
    };

    /// <summary>What a refusal to publish or retire a version is to a caller.</summary>
    public static (V1.ErrorReason Reason, StatusCode Code, string Message) Of(ProgramRejectionReason reason) =>
        reason switch
        {
            ProgramRejectionReason.RequestIdReused => Of(RejectionReason.RequestIdReused),
            ProgramRejectionReason.ProgramFaulty => (
                V1.ErrorReason.ProgramFaulty, StatusCode.InvalidArgument, "The program has faults."),
            ProgramRejectionReason.RevisionMoved => (
                V1.ErrorReason.RevisionMoved, StatusCode.Aborted, "The program is not at the expected revision."),
            ProgramRejectionReason.ProgramLimitReached => (
                V1.ErrorReason.ProgramLimitReached, StatusCode.FailedPrecondition,
                "There are as many programs, or versions of the program, as may be."),
            ProgramRejectionReason.ProgramVersionUnknown => (
                V1.ErrorReason.ProgramVersionUnknown, StatusCode.NotFound, "The program has no such version."),
            ProgramRejectionReason.ProgramVersionRetired => (
                V1.ErrorReason.ProgramVersionRetired, StatusCode.FailedPrecondition,
                "The version was retired before by another request."),
            ProgramRejectionReason.ProgramVersionInForce => (
                V1.ErrorReason.ProgramVersionInForce, StatusCode.FailedPrecondition,
                "Purchases may have been decided by the version already."),
            ProgramRejectionReason.EffectiveTimeOfFirstVersion => (
                V1.ErrorReason.EffectiveTimeOfFirstVersion, StatusCode.FailedPrecondition,
                "A program's first version decides from the program's first day on: leave effective_time out."),
            ProgramRejectionReason.EffectiveTimeTooSoon => (
                V1.ErrorReason.EffectiveTimeTooSoon, StatusCode.FailedPrecondition,
                "effective_time lies sooner than the propagation time from now."),
            ProgramRejectionReason.EffectiveTimeNotLast => (
                V1.ErrorReason.EffectiveTimeNotLast, StatusCode.FailedPrecondition,
                "Another version is to take effect at that time or later."),
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "has no status"),
        };

    /// <summary>A reason's name as it stands in an ErrorInfo: without the enum's prefix.</summary>
    public static string NameOf(V1.ErrorReason reason)
    {
        var descriptor = V1.ErrorReasonReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason);
        return descriptor.Name[Prefix.Length..];
    }
}
