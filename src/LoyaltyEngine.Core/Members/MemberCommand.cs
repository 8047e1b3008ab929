using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Core.Members;

/// <summary>What a caller asks of one member. Its shape was checked before: fields are within their limits.</summary>
public abstract record MemberCommand
{
    private MemberCommand()
    {
    }

    /// <summary>Identifies the request within its member for all time.</summary>
    public required string RequestId { get; init; }

    /// <summary>The 64-bit key of <see cref="RequestId"/>.</summary>
    public required ulong RequestKey { get; init; }

    /// <summary>The hash of everything in the request that makes it what it is.</summary>
    public required ContentHash ContentHash { get; init; }

    /// <summary>When it happened, as the caller said.</summary>
    public required LedgerTime OccurTime { get; init; }

    /// <summary>Where it came from.</summary>
    public TillContext Context { get; init; } = TillContext.Empty;

    /// <summary>The revision at which the member must be, or null for any.</summary>
    public long? ExpectedRevision { get; init; }

    /// <summary>Enrols the member.</summary>
    /// <param name="SealedPersonalData">What is known of the person, sealed; empty for nothing.</param>
    /// <param name="IdentifierHashes">Keyed hashes of what the member is known by.</param>
    public sealed record EnrolMember(byte[] SealedPersonalData, byte[][] IdentifierHashes) : MemberCommand
    {
        /// <summary>The date of birth as yyyymmdd, 0 where it was not said. Goes into no entry in clear.</summary>
        public int BirthDate { get; init; }

        /// <summary>The id of the legal profile, empty for the program's first.</summary>
        public string LegalProfile { get; init; } = "";
    }

    /// <summary>Earns what the basket is worth.</summary>
    public sealed record EarnPoints(Basket Basket) : MemberCommand;

    /// <summary>Pays with points; greater than 0.</summary>
    public sealed record BurnPoints(long Points) : MemberCommand;

    /// <summary>Holds points for a burn under way.</summary>
    /// <param name="Points">The points; greater than 0.</param>
    /// <param name="DurationSeconds">How long at most; 0 for as long as the program says.</param>
    public sealed record ReservePoints(long Points, long DurationSeconds) : MemberCommand;

    /// <summary>Burns what the reservation that <see cref="DecisionContext.Target"/> began holds, and frees the
    /// rest.</summary>
    /// <param name="Points">The points to burn; 0 for all that it holds.</param>
    public sealed record CaptureReservation(long Points) : MemberCommand;

    /// <summary>Frees what the reservation that <see cref="DecisionContext.Target"/> began holds.</summary>
    public sealed record ReleaseReservation : MemberCommand;

    /// <summary>Lets the reservation that <see cref="DecisionContext.Target"/> began end later.</summary>
    /// <param name="DurationSeconds">How long from now at most; 0 for as long as the program says.</param>
    public sealed record ExtendReservation(long DurationSeconds) : MemberCommand;

    /// <summary>Takes back what the basket would earn.</summary>
    public sealed record ReturnPurchase(Basket Basket) : MemberCommand;

    /// <summary>Takes back what the sale that <see cref="DecisionContext.Target"/> holds earned for the goods that come
    /// back.</summary>
    /// <param name="Parts">What comes back; empty for all that is left of the sale.</param>
    public sealed record ReturnSale(ReturnPart[] Parts) : MemberCommand
    {
        /// <summary>The request of the sale, where the return is to wait for it if it is certain that it made no entry;
        /// empty where it does not wait.</summary>
        public string AwaitedRequestId { get; init; } = "";

        /// <summary>The 64-bit key of <see cref="AwaitedRequestId"/>.</summary>
        public ulong AwaitedRequestKey { get; init; }
    }

    /// <summary>Takes back what the sale that <see cref="DecisionContext.Target"/> holds earned for the goods that come
    /// back, and then earns what the basket is worth: both or nothing.</summary>
    /// <param name="Parts">What comes back; empty for all that is left of the sale.</param>
    /// <param name="Basket">What is bought in its place.</param>
    public sealed record ExchangePurchase(ReturnPart[] Parts, Basket Basket) : MemberCommand;

    /// <summary>Gives (positive) or takes (negative) points by hand; never 0.</summary>
    /// <param name="Points">The signed points.</param>
    /// <param name="ReasonCode">Why, in a code of the program.</param>
    /// <param name="SealedNote">Why, in somebody's words, sealed; empty for nothing.</param>
    public sealed record AdjustPoints(long Points, string ReasonCode, byte[] SealedNote) : MemberCommand;

    /// <summary>Makes the pending points available of the sale that <see cref="DecisionContext.Target"/>
    /// holds.</summary>
    /// <param name="Event">What happened to it.</param>
    public sealed record ActivatePoints(string Event) : MemberCommand;

    /// <summary>Grants a tier until a time, in the place of an earlier grant.</summary>
    /// <param name="TierId">The tier; empty to withdraw the grant.</param>
    /// <param name="EndTime">When the grant ends.</param>
    /// <param name="ReasonCode">Why.</param>
    /// <param name="MatchedProgram">The program of others whose tier is matched; empty for none.</param>
    public sealed record GrantTier(string TierId, LedgerTime EndTime, string ReasonCode, string MatchedProgram)
        : MemberCommand;

    /// <summary>Writes debt off, the oldest first.</summary>
    /// <param name="Points">How much; 0 for all.</param>
    /// <param name="ReasonCode">Why.</param>
    public sealed record WriteOffDebt(long Points, string ReasonCode) : MemberCommand;

    /// <summary>Undoes the earn, burn or adjustment that <see cref="DecisionContext.Target"/> holds, in full.</summary>
    public sealed record ReversePoints : MemberCommand
    {
        /// <summary>Whether the merchant caused it, so that burned points come back with the program's grace.</summary>
        public bool IsMerchantCaused { get; init; }
    }

    /// <summary>Gives the member one more identifier.</summary>
    public sealed record AddIdentifier(byte[] Hash, SealedProfile Profile) : MemberCommand;

    /// <summary>Takes an identifier from the member.</summary>
    public sealed record RemoveIdentifier(byte[] Hash, SealedProfile Profile) : MemberCommand;

    /// <summary>Replaces an identifier for good.</summary>
    public sealed record ReplaceIdentifier(byte[] OldHash, byte[] NewHash, SealedProfile Profile) : MemberCommand;

    /// <summary>Changes what is known of the member.</summary>
    public sealed record UpdateMember(SealedProfile Profile) : MemberCommand;

    /// <summary>Blocks, closes or opens the account.</summary>
    public sealed record SetMemberStatus(MemberStatus Status, string ReasonCode) : MemberCommand;

    /// <summary>Erases the person.</summary>
    /// <param name="IdentifierHashes">What the member is known by, all of which is given up with it.</param>
    public sealed record EraseMember(byte[][] IdentifierHashes) : MemberCommand;

    /// <summary>Makes sure that the request with this command's id can never take effect.</summary>
    public sealed record CancelRequest : MemberCommand;
}
