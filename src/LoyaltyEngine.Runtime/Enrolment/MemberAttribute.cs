namespace LoyaltyEngine.Runtime.Enrolment;

/// <summary>One thing that a program wanted to know of a member.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Value">The value, as text.</param>
public sealed record MemberAttribute(string Name, string Value);
