namespace LoyaltyEngine.Journal;

/// <summary>A page of a journal's feed: durable entries of all streams in commit order.</summary>
/// <param name="Records">The entries; snapshots are not among them.</param>
/// <param name="Next">The position after the last of them; the position asked for where there were none.</param>
/// <param name="AtEnd">Whether nothing durable followed when the page was read.</param>
public sealed record FeedPage(IReadOnlyList<StoredRecord> Records, FeedPosition Next, bool AtEnd);
