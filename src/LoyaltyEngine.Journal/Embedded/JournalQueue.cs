namespace LoyaltyEngine.Journal.Embedded;

/// <summary>What waits in an <see cref="EmbeddedJournal"/>, of one moment.</summary>
/// <param name="Calls">Calls that wait for the disk.</param>
/// <param name="Bytes">Bytes that are not flushed yet.</param>
public readonly record struct JournalQueue(int Calls, int Bytes);
