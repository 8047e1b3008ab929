namespace LoyaltyEngine.Core.Members;

/// <summary>
/// The rule that a refused command broke. Where several are broken, the first in this order is named.
/// </summary>
public enum RejectionReason
{
    /// <summary>Never given.</summary>
    None,

    /// <summary>The request was cancelled before it arrived.</summary>
    RequestCancelled,

    /// <summary>The request id was used before with other content.</summary>
    RequestIdReused,

    /// <summary>There is no such member.</summary>
    MemberUnknown,

    /// <summary>The member was enrolled before by another request.</summary>
    MemberAlreadyEnrolled,

    /// <summary>The member is not at the expected revision.</summary>
    RevisionMoved,

    /// <summary>It is said to have happened in the future.</summary>
    OccurTimeAhead,

    /// <summary>It is said to have happened before the program began.</summary>
    OccurTimeBeforeProgram,

    /// <summary>The purchase happened longer ago than the program allows.</summary>
    OccurTimeTooLate,

    /// <summary>The person was erased.</summary>
    MemberErased,

    /// <summary>The account is blocked, and the program does not allow it then.</summary>
    MemberBlocked,

    /// <summary>The account is closed, and the program does not allow it then.</summary>
    MemberClosed,

    /// <summary>The member is younger than the legal profile allows, or did not say how old.</summary>
    AgeBelowMinimum,

    /// <summary>The member is not known by the identifier.</summary>
    IdentifierUnknown,

    /// <summary>The member is known by the identifier already.</summary>
    IdentifierAlreadyHeld,

    /// <summary>The identifier was replaced and is dead for good.</summary>
    IdentifierRetired,

    /// <summary>An identifier belongs to another member.</summary>
    IdentifierTaken,

    /// <summary>The member has as many identifiers as one may have.</summary>
    IdentifierCountExceeded,

    /// <summary>What is known of the member was changed meanwhile: the change is to be made anew.</summary>
    ProfileMoved,

    /// <summary>The basket's currency is not the program's.</summary>
    CurrencyUnsupported,

    /// <summary>The program has no burning.</summary>
    BurnNotOffered,

    /// <summary>The program has no reservations.</summary>
    ReservationNotOffered,

    /// <summary>There is no such reservation.</summary>
    ReservationUnknown,

    /// <summary>The reservation has ended: captured, released or by time.</summary>
    ReservationEnded,

    /// <summary>The burn is smaller than the program's minimum.</summary>
    BurnBelowMinimum,

    /// <summary>The burn is not a multiple of the program's step.</summary>
    BurnOffStep,

    /// <summary>The reservation would last longer than the program allows.</summary>
    ReservationTooLong,

    /// <summary>The member has as many reservations open as one may have.</summary>
    ReservationCountExceeded,

    /// <summary>More is captured than the reservation holds.</summary>
    ReservationExceeded,

    /// <summary>The program has no adjustments.</summary>
    AdjustmentNotOffered,

    /// <summary>The program declares other reason codes for adjustments.</summary>
    AdjustmentReasonUnknown,

    /// <summary>The adjustment is larger than the program's maximum.</summary>
    AdjustmentAboveMaximum,

    /// <summary>The adjustments of the member on this day would pass the program's daily maximum.</summary>
    AdjustmentAboveDailyMaximum,

    /// <summary>The program has no tiers.</summary>
    TiersNotOffered,

    /// <summary>The program has no such tier.</summary>
    TierUnknown,

    /// <summary>The tier would be granted until a time that is over.</summary>
    TierGrantOver,

    /// <summary>There is no grant to be withdrawn.</summary>
    TierNotGranted,

    /// <summary>More is to be written off than the member owes.</summary>
    WriteOffExceedsDebt,

    /// <summary>The available points do not cover the burn, or what an adjustment takes.</summary>
    InsufficientPoints,

    /// <summary>The program takes no returns without a reference.</summary>
    ReturnNotAllowed,

    /// <summary>The program lets no returns wait for their sales.</summary>
    ReturnWaitNotOffered,

    /// <summary>As many returns wait as may.</summary>
    ReturnWaitCountExceeded,

    /// <summary>There is no such sale.</summary>
    SaleUnknown,

    /// <summary>The points of the sale do not wait for that event.</summary>
    EventNotAwaited,

    /// <summary>The points of the sale are pending no longer.</summary>
    PointsNotPending,

    /// <summary>The sale was recorded before the ledger kept what each line earned: it can only be undone
    /// whole.</summary>
    SaleNotDivisible,

    /// <summary>The sale has no such line.</summary>
    SaleLineUnknown,

    /// <summary>More would come back than is left of the sale.</summary>
    ReturnExceedsSale,

    /// <summary>There is no such entry.</summary>
    EntryUnknown,

    /// <summary>The entry is neither an earn nor a burn nor an adjustment.</summary>
    EntryNotReversible,

    /// <summary>The entry was undone before.</summary>
    EntryAlreadyReversed,

    /// <summary>The points would pass what the ledger can hold.</summary>
    PointsOverflow,
}
