namespace LoyaltyEngine.Core.Programs;

/// <summary>What one rule gave for one basket: the answer to "why did I get 412 points?".</summary>
/// <param name="RuleId">The rule's id in the program file; <see cref="BaseRuleId"/> for the base rate.</param>
/// <param name="Points">The points it gave; never negative.</param>
/// <param name="MatchedAmountMinor">The amount of the lines it matched, in minor units.</param>
public readonly record struct AppliedRule(string RuleId, long Points, long MatchedAmountMinor)
{
    /// <summary>The id under which the base rate stands among the applied rules. No rule may declare it.</summary>
    public const string BaseRuleId = "base";
}
