namespace LoyaltyEngine.Journal;

/// <summary>What a stored record is. The numbers are stored: permanent.</summary>
public enum RecordKind : byte
{
    /// <summary>A link of its stream's chain.</summary>
    Entry = 1,

    /// <summary>What the stream's entries up to its revision fold to; may be dropped without loss.</summary>
    Snapshot = 2,
}
