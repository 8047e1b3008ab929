namespace LoyaltyEngine.Core.Programs;

/// <summary>The law under which a member enrols.</summary>
public sealed record LegalProfileDefinition
{
    /// <summary>The profile's id, unique in its program.</summary>
    public required string Id { get; init; }

    /// <summary>The years that a member must have completed; 0 for none.</summary>
    public int MinimumAge { get; init; }
}
