namespace LoyaltyEngine.Journal;

/// <summary>
/// More waits to be written than the journal holds. Nothing of the append was written: it may be tried again once some
/// of what waits is done.
/// </summary>
public sealed class JournalOverloadedException(string message) : Exception(message);
