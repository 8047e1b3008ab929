using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// A change of one member that was accepted: an entry of the ledger. Holds all it takes to fold it, to answer its
/// request again and to explain it, so that rules are never run again. Immutable.
/// </summary>
public abstract record MemberEvent
{
    private MemberEvent()
    {
    }

    /// <summary>Where it comes from.</summary>
    public required EntryOrigin Origin { get; init; }

    /// <summary>The member's revision with it.</summary>
    public long Revision => Origin.Revision;

    /// <summary>How its points were settled.</summary>
    public Settlement Settlement { get; init; } = Settlement.Nothing;

    /// <summary>The member's balance with it.</summary>
    public required Balance BalanceAfter { get; init; }

    /// <summary>What it says of points that lapse for want of activity; null where it is no activity.</summary>
    public Inactivity? Inactivity { get; init; }

    /// <summary>What it does to the member's tier, and where the member stands with it; null where it does not speak of
    /// it, or the program has none.</summary>
    public TierChange? Tier { get; init; }

    /// <summary>The signed change of the balance.</summary>
    public long Points => Settlement.Points;

    /// <summary>All that is known of the member from this entry on, sealed; null where the entry does not speak of
    /// it.</summary>
    public byte[]? SealedProfile => this switch
    {
        MemberEnrolled enrolled => enrolled.SealedPersonalData,
        IdentifierAdded added => added.SealedPersonalData,
        IdentifierRemoved removed => removed.SealedPersonalData,
        IdentifierReplaced replaced => replaced.SealedPersonalData,
        MemberUpdated updated => updated.SealedPersonalData,
        MemberErased => [],
        _ => null,
    };

    /// <summary>The sale that it records, of which goods may come back; null where it records none.</summary>
    public PointsEarned? Sale => this switch
    {
        PointsEarned earned => earned,
        PurchaseExchanged exchanged => exchanged.Earned,
        _ => null,
    };

    /// <summary>The member was enrolled.</summary>
    public sealed record MemberEnrolled(byte[] SealedPersonalData, byte[][] IdentifierHashes) : MemberEvent;

    /// <summary>A purchase earned points.</summary>
    public sealed record PointsEarned(
        Basket Basket, long EligibleAmountMinor, AppliedRule[] AppliedRules) : MemberEvent
    {
        /// <summary>What refunds take back; null for an entry of before it was kept, which can only be undone
        /// whole.</summary>
        public ClaimSchedule? Claim { get; init; }

        /// <summary>The event by which its points become available, or before that by their time; empty for
        /// none.</summary>
        public string PendingEvent { get; init; } = "";
    }

    /// <summary>Points paid.</summary>
    public sealed record PointsBurned(string CurrencyCode, long ValueMinor) : MemberEvent
    {
        /// <summary>The reservation whose points paid, by the revision of the entry that began it; 0 where none had
        /// held them.</summary>
        public long Reservation { get; init; }

        /// <summary>What the reservation held beyond them, which is free with this entry. Comes last in the
        /// settlement.</summary>
        public long ReleasedPoints { get; init; }

        /// <summary>The lots that paid.</summary>
        public Settlement Taken => Reservation == 0 ? Settlement : LotSettlement.TakenBy(this);
    }

    /// <summary>Points were reserved for a burn under way. The revision names the reservation from then on.</summary>
    /// <param name="CurrencyCode">The currency in which the points pay.</param>
    /// <param name="ValueMinor">What all of them pay.</param>
    /// <param name="EndTime">When the reservation ends by itself.</param>
    public sealed record PointsReserved(string CurrencyCode, long ValueMinor, LedgerTime EndTime) : MemberEvent
    {
        /// <summary>How many points pay one currency unit, whenever they do.</summary>
        public required long PointsPerCurrencyUnit { get; init; }

        /// <summary>Whether the lots expire in their time; otherwise not before the reservation ends.</summary>
        public required bool LotsExpire { get; init; }
    }

    /// <summary>A reservation ended and its points are free, by a request or, where it has none, by time.</summary>
    /// <param name="Reservation">The reservation, by the revision of the entry that began it.</param>
    /// <param name="ReleasedPoints">What it had held.</param>
    public sealed record ReservationReleased(long Reservation, long ReleasedPoints) : MemberEvent;

    /// <summary>A reservation ends later.</summary>
    /// <param name="Reservation">The reservation, by the revision of the entry that began it.</param>
    /// <param name="EndTime">When it ends by itself from now on.</param>
    public sealed record ReservationExtended(long Reservation, LedgerTime EndTime) : MemberEvent;

    /// <summary>A return took points back.</summary>
    /// <param name="ForgivenPoints">What the rules asked back beyond what the member had, where the program takes none
    /// into debt.</param>
    public sealed record PurchaseReturned(
        Basket Basket, long EligibleAmountMinor, AppliedRule[] AppliedRules, long ForgivenPoints) : MemberEvent
    {
        /// <summary>The sale whose goods came back, in whose place the basket is empty; null for a return without a
        /// reference to its sale.</summary>
        public ReturnOfSale? OfSale { get; init; }

        /// <summary>The entry that recorded the return, where it waited for its sale; 0 where it did not. No request
        /// makes the entry then.</summary>
        public long WaitingReturn { get; init; }
    }

    /// <summary>A return came before its sale and waits for it.</summary>
    /// <param name="SaleRequestId">The request of the sale.</param>
    /// <param name="Parts">What came back; empty for all of the sale.</param>
    /// <param name="EndTime">When it waits no longer.</param>
    /// <param name="Shortfall">What the program says of points that are gone.</param>
    public sealed record ReturnAwaitsSale(
        string SaleRequestId, ReturnPart[] Parts, LedgerTime EndTime, ShortfallPolicy Shortfall) : MemberEvent;

    /// <summary>A return that waited for its sale waits no longer and took nothing back.</summary>
    /// <param name="WaitingReturn">The entry that recorded it.</param>
    /// <param name="End">Why.</param>
    public sealed record WaitingReturnEnded(long WaitingReturn, WaitingReturnEnd End) : MemberEvent;

    /// <summary>Goods of a sale came back and others were bought in their place. It settles the return and then the
    /// purchase, in this order.</summary>
    /// <param name="Returned">The return, always of a sale, with its own settlement.</param>
    /// <param name="Earned">The purchase, with its own settlement: a sale as any other from then on.</param>
    /// <remarks>Both have the origin of the whole entry, and the balance after it.</remarks>
    public sealed record PurchaseExchanged(PurchaseReturned Returned, PointsEarned Earned) : MemberEvent;

    /// <summary>An earlier earn, burn or adjustment was undone in full.</summary>
    /// <param name="ReversedRevision">The entry undone.</param>
    /// <param name="WasBurn">Whether it was a burn, whose points came back.</param>
    /// <param name="ForgivenPoints">What was not taken back, where the program takes none into debt.</param>
    public sealed record PointsReversed(long ReversedRevision, bool WasBurn, long ForgivenPoints) : MemberEvent
    {
        /// <summary>Whether it was an adjustment, whose points came back or went. Where it was neither burn nor
        /// adjustment, it was an earn, whose points went.</summary>
        public bool WasAdjustment { get; init; }

        /// <summary>The points of an earn that its refunds had not claimed before, and that had repaid debt.</summary>
        public long DebtRestoredPoints { get; init; }

        /// <summary>The points of an earn that had expired, so that they were not taken back again.</summary>
        public long ExpiredPoints { get; init; }

        /// <summary>Points of a burn that did not come back, since refunds of the sale that gave them had been forgiven
        /// as many: by lot, never negative.</summary>
        public LotChange[] NettedPoints { get; init; } = [];
    }

    /// <summary>Points were given or taken by hand.</summary>
    /// <param name="ReasonCode">Why, in a code of the program.</param>
    /// <param name="SealedNote">Why, in somebody's words, sealed under the member's key; empty for nothing.</param>
    /// <param name="Day">The day on whose limit it counts: of the record time in the program's time zone, in days since
    /// 1970-01-01.</param>
    public sealed record PointsAdjusted(string ReasonCode, byte[] SealedNote, int Day) : MemberEvent;

    /// <summary>Debt was written off, the oldest first: nobody owes it any more.</summary>
    /// <param name="ReasonCode">Why, in a code of the program.</param>
    public sealed record DebtWrittenOff(string ReasonCode) : MemberEvent;

    /// <summary>Pending points became available, by time or by an event of their sale: for each lot the pending points,
    /// and what of them was left once they had repaid debt.</summary>
    public sealed record PointsActivated : MemberEvent
    {
        /// <summary>The entry of the sale, where an event did it; 0 otherwise.</summary>
        public long ActivatedSale { get; init; }

        /// <summary>The event; empty where time did it.</summary>
        public string Event { get; init; } = "";
    }

    /// <summary>Lots expired, by time.</summary>
    public sealed record PointsExpired : MemberEvent;

    /// <summary>Notice became due that points lapse unless the member is active before.</summary>
    /// <param name="LapseTime">When they do.</param>
    /// <param name="LapsingPoints">How many would.</param>
    public sealed record ExpiryNoticed(LedgerTime LapseTime, long LapsingPoints) : MemberEvent;

    /// <summary>A tier ended or began by time.</summary>
    /// <param name="FormerTierId">The tier before; empty for the lowest.</param>
    public sealed record TierReviewed(string FormerTierId) : MemberEvent;

    /// <summary>A tier was granted by hand, whatever is counted, or a grant was withdrawn.</summary>
    /// <param name="Grant">The tier and when the grant ends; no tier where it was withdrawn.</param>
    /// <param name="ReasonCode">Why, in a code of the program.</param>
    /// <param name="MatchedProgram">The program of others whose tier was matched; empty for none.</param>
    public sealed record TierGranted(TierHold Grant, string ReasonCode, string MatchedProgram) : MemberEvent
    {
        /// <summary>The grant from this entry on.</summary>
        public TierPromise Promise => Grant.TierId.Length == 0
            ? TierPromise.None
            : new TierPromise(Grant.TierId, Origin.RecordTime, Grant.EndTime);
    }

    /// <summary>The member got one more identifier.</summary>
    public sealed record IdentifierAdded(byte[] Hash, byte[] SealedPersonalData) : MemberEvent;

    /// <summary>The member gave an identifier up.</summary>
    public sealed record IdentifierRemoved(byte[] Hash, byte[] SealedPersonalData) : MemberEvent;

    /// <summary>The member has another identifier in place of one, which is dead for good.</summary>
    public sealed record IdentifierReplaced(byte[] OldHash, byte[] NewHash, byte[] SealedPersonalData) : MemberEvent;

    /// <summary>What is known of the member was changed.</summary>
    public sealed record MemberUpdated(byte[] SealedPersonalData) : MemberEvent;

    /// <summary>The account was blocked, closed or opened.</summary>
    public sealed record MemberStatusChanged(MemberStatus Status, string ReasonCode) : MemberEvent;

    /// <summary>The person was erased and all identifiers were given up.</summary>
    public sealed record MemberErased : MemberEvent;

    /// <summary>The request with this entry's request id can never take effect.</summary>
    public sealed record RequestCancelled : MemberEvent;
}
