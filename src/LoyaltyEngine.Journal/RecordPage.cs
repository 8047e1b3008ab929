namespace LoyaltyEngine.Journal;

/// <summary>A page of a stream's records, newest first, and where the next one begins.</summary>
/// <param name="Records">The records.</param>
/// <param name="Next">Asks for the records before these; null where there are none.</param>
public sealed record RecordPage(IReadOnlyList<StoredRecord> Records, ReadCursor? Next);
