namespace LoyaltyEngine.Core.Programs;

/// <summary>A rule that does not apply to a purchase.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Detail">What it asks for, in words: "in store S001 or S002".</param>
public readonly record struct SkippedRule(string RuleId, RuleSkipReason Reason, string Detail);
