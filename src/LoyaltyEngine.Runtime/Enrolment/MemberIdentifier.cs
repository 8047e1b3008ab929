namespace LoyaltyEngine.Runtime.Enrolment;

/// <summary>Something by which a member is known, unique within its program.</summary>
/// <param name="Kind">The kind: card, email, phone.</param>
/// <param name="Value">The value as it was given.</param>
public sealed record MemberIdentifier(string Kind, string Value)
{
    /// <summary>The keyed hash in hexadecimal under which it is claimed; empty where that is the hash of the value to
    /// the letter.</summary>
    public string ClaimedHash { get; init; } = "";
}
