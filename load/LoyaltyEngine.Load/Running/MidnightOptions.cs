namespace LoyaltyEngine.Load.Running;

/// <summary>What a user asked of <c>loyalty-load midnight</c>.</summary>
internal sealed record MidnightOptions
{
    /// <summary>The server's program to start; null to look for the one built in this repository.</summary>
    public string? ServerAssembly { get; init; }

    /// <summary>Where the server keeps its data; null for a new folder, deleted afterwards.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Whether the data may lie where nothing is durable: for tests.</summary>
    public bool AllowsVolatile { get; init; }

    /// <summary>How many members something is due of at midnight.</summary>
    public required int Members { get; init; }

    /// <summary>How many other members earn meanwhile.</summary>
    public required int LoadedMembers { get; init; }

    /// <summary>How many earns are begun a second.</summary>
    public required int Rate { get; init; }

    /// <summary>Connections of the load.</summary>
    public required int Connections { get; init; }

    /// <summary>How long the load is measured before midnight, and after what was due is applied.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>How long the load runs before it is measured.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>How long preparing may take.</summary>
    public required TimeSpan Preparation { get; init; }

    /// <summary>How long applying may take.</summary>
    public required TimeSpan RunMax { get; init; }

    /// <summary>Whether the members at rest are in memory at midnight, since the server was not restarted.</summary>
    public bool IsWarm { get; init; }

    /// <summary>How many members the server holds in memory; null for its own default.</summary>
    public int? MembersHeldMax { get; init; }

    /// <summary>Where each second's latencies are written; null for nowhere.</summary>
    public string? TimelineFile { get; init; }

    /// <summary>The ratio above which the run ends with an exit code of its own.</summary>
    public double? Ceiling { get; init; }
}
