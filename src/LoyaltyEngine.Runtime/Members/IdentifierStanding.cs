using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Runtime.Members;

/// <summary>How an identifier stands: the last record of its stream.</summary>
/// <param name="Stream">The identifier's stream.</param>
/// <param name="Revision">The stream's revision, 0 where it has no records.</param>
/// <param name="Hash">The chain's hash at that revision.</param>
/// <param name="Last">The last record; null where nobody ever had the identifier.</param>
internal sealed record IdentifierStanding(StreamId Stream, long Revision, ChainHash Hash, StoredIdentifier? Last)
{
    /// <summary>Whether the stream says that the member has it.</summary>
    public bool IsClaimedBy(string memberId) =>
        Last is { Step: IdentifierStep.Claim } claim && claim.MemberId == memberId;
}
