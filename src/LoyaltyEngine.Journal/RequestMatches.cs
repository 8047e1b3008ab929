namespace LoyaltyEngine.Journal;

/// <summary>What a journal knows of a request key in one stream.</summary>
/// <param name="CompleteThrough">The revision up to which the answer is complete.</param>
/// <param name="Revisions">The records with that key, newest first; almost always none or one.</param>
public readonly record struct RequestMatches(long CompleteThrough, IReadOnlyList<long> Revisions);
