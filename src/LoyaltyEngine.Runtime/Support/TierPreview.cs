using LoyaltyEngine.Core.Tiers;
using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Support;

/// <summary>A part of who would move where by another table of tiers.</summary>
/// <param name="MemberCount">How many members were looked at.</param>
/// <param name="Moves">Those who would move, in the order of their enrolment.</param>
/// <param name="Next">Where the next part begins; null where this was the last.</param>
public sealed record TierPreview(
    int MemberCount, IReadOnlyList<(string MemberId, TierMove Move)> Moves, FeedPosition? Next);
