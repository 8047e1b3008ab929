namespace LoyaltyEngine.Core.Members;

/// <summary>Points that a member owes since one entry.</summary>
/// <param name="Id">The revision of the entry that made the debt.</param>
/// <param name="Points">What is still owed.</param>
/// <param name="SinceTime">When that entry was decided.</param>
public readonly record struct Debt(long Id, long Points, LedgerTime SinceTime)
{
    /// <summary>What gave the points that were taken back, by its entry; 0 where nothing is known to have. Whoever has
    /// the debt written off does not get points of that back as well.</summary>
    public long Source { get; init; }
}
