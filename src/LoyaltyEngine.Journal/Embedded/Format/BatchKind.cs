namespace LoyaltyEngine.Journal.Embedded;

/// <summary>What a batch is for. The numbers are stored: permanent.</summary>
internal enum BatchKind : ushort
{
    /// <summary>Holds records.</summary>
    Records = 1,

    /// <summary>
    /// Only says that all before it was flushed; no part of the sequence. Written when the log falls idle, so that
    /// later damage to the last batch is not taken for a torn write; the next batch is written over it.
    /// </summary>
    Mark = 2,

    /// <summary>
    /// Stands in a segment's last sector and says where its batches end and that a next segment exists.
    /// </summary>
    Seal = 3,
}
