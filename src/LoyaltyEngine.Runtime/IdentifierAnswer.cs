namespace LoyaltyEngine.Runtime;

/// <summary>Who has an identifier; durable before it is given.</summary>
/// <param name="State">Whether it can be used.</param>
/// <param name="MemberId">The member who has it, or had it last; empty where nobody ever had it.</param>
/// <param name="Revision">How often it changed hands, which is the revision of its stream.</param>
public readonly record struct IdentifierAnswer(IdentifierState State, string MemberId, long Revision)
{
    /// <summary>Nobody ever had it.</summary>
    public static IdentifierAnswer Unknown { get; } = new(IdentifierState.Unknown, "", 0);
}
