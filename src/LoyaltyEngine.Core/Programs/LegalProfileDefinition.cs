namespace LoyaltyEngine.Core.Programs;

/// <summary>The law under which a member enrols.</summary>
public sealed record LegalProfileDefinition
{
    /// <summary>The profile's id, unique in its program.</summary>
    public required string Id { get; init; }

    /// <summary>The years that a member must have completed; 0 for none.</summary>
    public int MinimumAge { get; init; }

    /// <summary>The law on the expiry of points that the program keeps for those members.</summary>
    public ExpiryLaw Law { get; init; }

    /// <summary>Why that law does not apply to the program.</summary>
    public ExpiryExemption Exemption { get; init; }
}
