namespace LoyaltyEngine.Load.Measure;

/// <summary>How many calls failed with one code, and what the first of them said.</summary>
internal readonly record struct FailureCount(long Count, string? FirstMessage);
