namespace LoyaltyEngine.Journal.Embedded;

/// <summary>A record as a <see cref="JournalVerifier"/> found it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Record">The record; of a snapshot the body is the state.</param>
/// <param name="Place">Segment and offset, for messages.</param>
public sealed record VerifiedRecord(RecordKind Kind, StoredRecord Record, string Place);
