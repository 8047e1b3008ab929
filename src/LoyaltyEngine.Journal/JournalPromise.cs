namespace LoyaltyEngine.Journal;

/// <summary>What a durable answer of a journal survives.</summary>
public enum JournalPromise
{
    /// <summary>Nothing beyond the process: for tests.</summary>
    Memory,

    /// <summary>A crash of process, system and power: it was flushed to the disk.</summary>
    Flushed,
}
