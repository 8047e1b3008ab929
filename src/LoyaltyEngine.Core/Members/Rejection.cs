namespace LoyaltyEngine.Core.Members;

/// <summary>A refusal by a business rule: a value, not an exception. Not journaled; the request may be sent
/// again.</summary>
/// <param name="Reason">The rule that was broken.</param>
/// <param name="Facts">What the caller needs to know of it, by name: <c>available_points</c> and the like.</param>
public sealed record Rejection(RejectionReason Reason, params (string Name, string Value)[] Facts);
