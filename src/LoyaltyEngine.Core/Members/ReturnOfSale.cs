namespace LoyaltyEngine.Core.Members;

/// <summary>The part of a return that speaks of the sale whose goods came back.</summary>
/// <param name="Sale">The revision of the sale's entry.</param>
/// <param name="Lines">What came back of its lines, in the order of lines.</param>
/// <param name="IsWhole">Whether nothing is left of the sale with it.</param>
/// <param name="ClaimedPoints">The points that it claims: what the sale had earned for it.</param>
/// <param name="DebtRestoredPoints">Those that had repaid debt and become debt again.</param>
public sealed record ReturnOfSale(
    long Sale, ReturnedLine[] Lines, bool IsWhole, long ClaimedPoints, long DebtRestoredPoints)
{
    /// <summary>Those that had expired, so that they are not taken back again.</summary>
    public long ExpiredPoints { get; init; }
}
