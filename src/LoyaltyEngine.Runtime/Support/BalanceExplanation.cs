using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime.Support;

/// <summary>What a balance is made of.</summary>
/// <param name="Balance">The balance.</param>
/// <param name="Revision">The revision that it stands for.</param>
/// <param name="Parts">What all entries did; their points sum to the balance.</param>
/// <param name="Lots">What is left of lots, each with the entry that opened it; the first
/// <see cref="MemberSupport.LotCountMax"/> of them.</param>
/// <param name="MoreLotsCount">How many more there are.</param>
/// <param name="MoreLotsPoints">The points in those.</param>
public sealed record BalanceExplanation(
    Balance Balance,
    long Revision,
    IReadOnlyList<BalancePart> Parts,
    IReadOnlyList<(HeldLot Held, MemberEvent Opened)> Lots,
    long MoreLotsCount,
    long MoreLotsPoints);
