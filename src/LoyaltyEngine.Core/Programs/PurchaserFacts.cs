using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Core.Programs;

/// <summary>What rules ask of the member who buys. The default is of nobody, for whom no such rule holds.</summary>
/// <param name="PurchaseNumber">Which of the member's purchases it is, from 1.</param>
/// <param name="EnrolTime">When the member was enrolled.</param>
/// <param name="TierId">The tier before the purchase; null of nobody, and where the program has none.</param>
public readonly record struct PurchaserFacts(int PurchaseNumber, LedgerTime EnrolTime, string? TierId = null)
{
    /// <summary>What rules ask of a member as it is.</summary>
    public static PurchaserFacts Of(Member member, TierTable? tiers) =>
        Of(member, member.PurchaseCount, member.Tier, tiers);

    /// <summary>What rules ask of a member who made so many purchases before and has this tier: in an exchange, with
    /// what the return in it leaves.</summary>
    public static PurchaserFacts Of(Member member, int purchaseCount, MemberTier tier, TierTable? tiers) =>
        new(purchaseCount + 1, member.EnrolTime, tiers?.TierOf(tier).Id);
}
