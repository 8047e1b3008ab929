using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Verification;

/// <summary>What a verification knows of one stream so far.</summary>
internal sealed class VerifiedStream(StreamId id)
{
    public StreamId Id { get; } = id;

    /// <summary>The last entry's revision.</summary>
    public long Revision { get; set; }

    /// <summary>Whether an entry could not be folded: those after it are checked no further.</summary>
    public bool IsBroken { get; set; }

    /// <summary>The member as its entries fold to, in a member's stream.</summary>
    public Member Member { get; } = new();

    /// <summary>The sum of the member's entries.</summary>
    public long PointsSum { get; set; }

    /// <summary>The keys of the requests that made the entries.</summary>
    public HashSet<ulong> RequestKeys { get; } = [];

    /// <summary>The member who has the identifier, in an identifier's stream.</summary>
    public string? Claimant { get; set; }

    /// <summary>Whether the identifier is dead for good, in an identifier's stream.</summary>
    public bool IsRetired { get; set; }
}
