namespace LoyaltyEngine.Core.Programs;

/// <summary>Stores that rules name together, and by which time zone their days and hours are.</summary>
public sealed record StoreGroupDefinition
{
    /// <summary>The group's id, unique in its program.</summary>
    public required string Id { get; init; }

    /// <summary>The stores; one store may be in several groups.</summary>
    public IReadOnlyList<string> Stores { get; init; } = [];

    /// <summary>The time zone of its stores by the tz database; empty for the program's.</summary>
    public string TimeZone { get; init; } = "";
}
