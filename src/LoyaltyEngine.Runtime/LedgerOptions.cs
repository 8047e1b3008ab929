namespace LoyaltyEngine.Runtime;

/// <summary>Settings of a <see cref="Ledger"/>, with the limits that bound it.</summary>
public sealed record LedgerOptions
{
    /// <summary>The tenant of the program files that the engine is started with.</summary>
    public string Tenant { get; init; } = TenantId.Default;

    /// <summary>How far ahead of the clock something may be said to have happened.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long before it takes effect a version of a program must be published.</summary>
    public TimeSpan PropagationTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The most programs of all tenants together.</summary>
    public int ProgramCountMax { get; init; } = 1_000;

    /// <summary>The most versions and retirements of one program.</summary>
    public int ProgramRevisionMax { get; init; } = 1_000;

    /// <summary>How many requests may be under way at once; more are refused at once.</summary>
    public int RequestsUnderWayMax { get; init; } = 10_000;

    /// <summary>How many members are held in memory before those that rest are let go.</summary>
    public int MembersHeldMax { get; init; } = 2_000_000;

    /// <summary>After how many entries of a member a snapshot is written.</summary>
    public int SnapshotInterval { get; init; } = 64;

    /// <summary>How old a claim of an identifier must be whose member never got it, to be taken over.</summary>
    public TimeSpan OrphanClaimAge { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a command is decided again after another writer came first.</summary>
    public int ConflictRetriesMax { get; init; } = 16;

    /// <summary>
    /// How long before it takes effect a version must be published at least: the propagation time, but more than the
    /// clock skew, so that no request accepted so far occurred after it.
    /// </summary>
    public TimeSpan PublicationLead =>
        PropagationTime > ClockSkew ? PropagationTime : ClockSkew + TimeSpan.FromSeconds(1);
}
