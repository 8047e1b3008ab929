namespace LoyaltyEngine.Load.Running;

/// <summary>What a user asked of <c>loyalty-load schedule</c>.</summary>
internal sealed record ScheduleOptions
{
    /// <summary>The server's program to start; null to look for the one built in this repository.</summary>
    public string? ServerAssembly { get; init; }

    /// <summary>Where the server keeps its data; null for a new folder, deleted afterwards.</summary>
    public string? DataFolder { get; init; }

    /// <summary>How many lots a member with many has.</summary>
    public required int Lots { get; init; }

    /// <summary>How many members have many lots, and how many have one.</summary>
    public required int Members { get; init; }

    /// <summary>How the load is spread.</summary>
    public required LoadShape Shape { get; init; }

    /// <summary>How long a slice runs before it is measured.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>How long a slice is measured.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>How often all is repeated, there and back.</summary>
    public required int Rounds { get; init; }
}
