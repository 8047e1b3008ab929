using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Runtime;

/// <summary>Where a member stands among the tiers.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="EndTime">When it ends if nothing more is counted; <see cref="LedgerTime.Never"/> where it does
/// not.</param>
/// <param name="Progress">How far the member is.</param>
public sealed record TierAnswer(TierDefinition Tier, LedgerTime EndTime, TierProgress Progress)
{
    /// <summary>Where the member stands at that moment; null where the program has no tiers.</summary>
    internal static TierAnswer? Of(Member member, TierTable? table, LedgerTime now)
    {
        if (table is null)
            return null;
        var tier = table.TierOf(member.Tier);
        return new TierAnswer(
            tier,
            tier == table.Lowest ? LedgerTime.Never : member.Tier.Held.EndTime,
            table.ProgressOf(member.Tier, member.EnrolTime, now));
    }
}
