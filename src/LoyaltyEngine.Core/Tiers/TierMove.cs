using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Tiers;

/// <summary>Where a member would come by another table.</summary>
/// <param name="FormerTierId">The tier by the table of now; empty where there is none.</param>
/// <param name="TierId">The tier that the other table gives for what is counted.</param>
/// <param name="KeptUntilTime">Until when the member would keep the former tier; the default where the other comes at
/// once, or with the next purchase.</param>
public readonly record struct TierMove(string FormerTierId, string TierId, LedgerTime KeptUntilTime)
{
    /// <summary>What becomes of a member: tiers that were reached last as long as was said, and what was counted in
    /// another way counts no more.</summary>
    public static TierMove Of(Member member, TierTable? now, TierTable next, LedgerTime time)
    {
        var former = now?.TierOf(member.Tier).Id ?? "";
        var standing = next.StandingOf(member.Tier, time);
        var held = member.Tier.Held;
        var isKept = next.Find(held.TierId) is not null && held.EndTime > time && next.IsLess(standing.Held, held)
            && standing.Held.TierId != held.TierId;
        return new TierMove(former, standing.Held.TierId, isKept ? held.EndTime : default);
    }
}
