namespace LoyaltyEngine.Journal;

/// <summary>
/// A place in a stream from which to read backwards. Made by a journal and good for the same stream of the same journal
/// only; a journal checks a cursor that came back from outside and refuses one that it cannot have made.
/// </summary>
/// <param name="Revision">The revision of the first record to read.</param>
/// <param name="Place">Where the journal finds that record; opaque.</param>
public readonly record struct ReadCursor(long Revision, long Place);
