namespace LoyaltyEngine.Core.Programs;

/// <summary>How members are enrolled.</summary>
public sealed record EnrolmentDefinition
{
    /// <summary>Whether an earn with an identifier that nobody has enrols a member with it.</summary>
    public bool AtTill { get; init; }

    /// <summary>The legal profiles; the first is that of an enrolment that names none. None: no age is asked.</summary>
    public IReadOnlyList<LegalProfileDefinition> LegalProfiles { get; init; } = [];
}
