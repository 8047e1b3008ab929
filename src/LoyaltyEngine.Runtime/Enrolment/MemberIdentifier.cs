namespace LoyaltyEngine.Runtime.Enrolment;

/// <summary>Something by which a member is known, unique within its program.</summary>
/// <param name="Kind">The kind: card, email, phone.</param>
/// <param name="Value">The value, to the letter.</param>
public sealed record MemberIdentifier(string Kind, string Value);
