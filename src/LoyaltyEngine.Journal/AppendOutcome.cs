namespace LoyaltyEngine.Journal;

/// <summary>What became of an append or of a confirmation.</summary>
public enum AppendOutcome
{
    /// <summary>Never given.</summary>
    None,

    /// <summary>
    /// It is durable. Also given where the journal already held exactly these records (by their hashes), so that an
    /// append whose outcome was unknown can be submitted again.
    /// </summary>
    Durable,

    /// <summary>A stream was not at the revision named; nothing of the append was written.</summary>
    Conflict,
}
