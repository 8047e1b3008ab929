namespace LoyaltyEngine.Runtime;

/// <summary>Names what is to be undone: an entry by its revision or, where that is 0, by the request that made
/// it.</summary>
public readonly record struct ReverseTarget(long Revision, string RequestId);
