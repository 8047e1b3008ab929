using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Tiers;
using LoyaltyEngine.Runtime.Members;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>A program that runs: its versions and its members in memory. Thread-safe.</summary>
public sealed class ProgramHost
{
    private ProgramHistory _history;

    internal ProgramHost(
        string tenant, string id, ProgramHistory history, Func<Func<LedgerTime, TierTable?>, MemberTable> members)
    {
        Tenant = tenant;
        Id = id;
        _history = history;
        Members = members(TiersAt);
    }

    /// <summary>Whose program it is.</summary>
    public string Tenant { get; }

    /// <summary>The program's id, unique within its tenant.</summary>
    public string Id { get; }

    /// <summary>Its name among the programs of all tenants, under which identifiers are hashed.</summary>
    public string FullName => Tenant == TenantId.Default ? Id : $"{Tenant}/{Id}";

    /// <summary>The program's versions; swapped whole when one is published or retired.</summary>
    public ProgramSchedule Schedule => History.Schedule;

    /// <summary>All that became of the program's versions; may be ahead of what is durable.</summary>
    public ProgramHistory History
    {
        get => Volatile.Read(ref _history);
        internal set => Volatile.Write(ref _history, value);
    }

    /// <summary>How many members are held in memory.</summary>
    public int MembersHeld => Members.Count;

    internal MemberTable Members { get; }

    /// <summary>The tiers in force at a time; null where the program had none.</summary>
    internal TierTable? TiersAt(LedgerTime time) =>
        Schedule is { HasTiers: true } schedule ? schedule.At(time.ToInstant())?.Tiers : null;
}
