namespace LoyaltyEngine.Core.Members;

/// <summary>What a purchase would earn and what may be burned, as of one state of a member.</summary>
/// <param name="Earn">The decision on the purchase; its entry is never appended.</param>
/// <param name="Burn">The decision on the largest burn that is possible, or on the smallest that the program takes
/// where none is; its entry is never appended.</param>
public readonly record struct MemberQuote(Decision Earn, Decision Burn)
{
    /// <summary>The most points that one burn may take; 0 for none.</summary>
    public long BurnablePoints => Burn.Event is { } burned ? -burned.Points : 0;
}
