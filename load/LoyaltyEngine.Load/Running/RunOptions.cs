using LoyaltyEngine.Load.Calls;

namespace LoyaltyEngine.Load.Running;

/// <summary>What a user asked for.</summary>
internal sealed record RunOptions
{
    /// <summary>A server that is already running; null to start one.</summary>
    public Uri? Server { get; init; }

    /// <summary>The process of <see cref="Server"/>, so that its CPU time can be read.</summary>
    public int? ServerProcessId { get; init; }

    /// <summary>An echo that is already running; null to start one.</summary>
    public Uri? EchoServer { get; init; }

    /// <summary>The server's program to start; null to look for the one built in this repository.</summary>
    public string? ServerAssembly { get; init; }

    /// <summary>Where the started server keeps its data and bare flushes are measured; null for a new folder.</summary>
    public string? DataFolder { get; init; }

    /// <summary>How the load is spread.</summary>
    public required LoadShape Shape { get; init; }

    /// <summary>How many members are enrolled and earn.</summary>
    public required int Members { get; init; }

    /// <summary>Lines of a basket.</summary>
    public required int Lines { get; init; }

    /// <summary>Active rules of the program of a started server.</summary>
    public required int Rules { get; init; }

    /// <summary>How long a slice is measured.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>How long a slice runs before it is measured.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>How often the comparison is made, there and back.</summary>
    public required int Rounds { get; init; }

    /// <summary>What is compared, in the order of a round's first half.</summary>
    public required Comparison Comparison { get; init; }

    /// <summary>Whether every answer is read and the books are compared at the end.</summary>
    public bool Check { get; init; }

    /// <summary>The ratio below which the run ends with an exit code of its own.</summary>
    public double? Floor { get; init; }

    /// <summary>The program that members belong to.</summary>
    public required string ProgramId { get; init; }

    /// <summary>The currency of baskets.</summary>
    public required string CurrencyCode { get; init; }

    /// <summary>Whether any slice calls the engine.</summary>
    public bool NeedsServer =>
        Comparison.Kinds.Any(k => k is CallKind.Earn or CallKind.HotEarn or CallKind.Balance);

    /// <summary>Whether any slice calls the echo's process.</summary>
    public bool NeedsEcho => Comparison.Kinds.Any(k => k is CallKind.Echo or CallKind.Empty or CallKind.Bare);

    /// <summary>Whether any slice claims durability.</summary>
    public bool IsDurable => Comparison.Kinds.Any(k => k is CallKind.Earn or CallKind.HotEarn);
}
