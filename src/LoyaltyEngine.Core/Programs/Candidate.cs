namespace LoyaltyEngine.Core.Programs;

/// <summary>A rule that a list of the index hands out.</summary>
/// <param name="Rule">The rule's place in the program.</param>
/// <param name="IsProven">Whether being in the list proves that it matches, so that the rule need not be asked.</param>
internal readonly record struct Candidate(int Rule, bool IsProven);
