namespace LoyaltyEngine.Runtime;

/// <summary>Names an entry that a command speaks of: by its revision or, where that is 0, by the request that made
/// it.</summary>
public readonly record struct EntryTarget(long Revision, string RequestId);
