using System.Collections.Frozen;
using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>The groups of stores of a program, compiled. Immutable and thread-safe.</summary>
internal sealed class StoreGroups
{
    private readonly Dictionary<string, IReadOnlyList<string>> _stores;
    private readonly FrozenDictionary<string, ZoneClock> _clocks;

    /// <summary>Those of a program whose own clock that is.</summary>
    public StoreGroups(ProgramDefinition definition, ZoneClock clock)
    {
        Clock = clock;
        _stores = definition.StoreGroups.ToDictionary(group => group.Id, group => group.Stores);
        var zones = definition.StoreGroups.Select(group => group.TimeZone).Where(zone => zone.Length > 0).Distinct()
            .ToDictionary(zone => zone, zone => new ZoneClock(DateTimeZoneProviders.Tzdb[zone]));
        _clocks = definition.StoreGroups.Where(group => group.TimeZone.Length > 0)
            .SelectMany(group => group.Stores.Select(store => (Store: store, Clock: zones[group.TimeZone])))
            .DistinctBy(pair => pair.Store)
            .ToFrozenDictionary(pair => pair.Store, pair => pair.Clock);
    }

    /// <summary>The program's clock.</summary>
    public ZoneClock Clock { get; }

    /// <summary>The clock of a store.</summary>
    public ZoneClock ClockOf(string storeId) =>
        _clocks.Count > 0 && _clocks.TryGetValue(storeId, out var clock) ? clock : Clock;

    /// <summary>The stores that a condition names, by themselves or as a group; empty for any.</summary>
    public IReadOnlyList<string> StoresOf(RuleCondition condition)
    {
        if (condition.StoreGroups.Count == 0)
            return condition.Stores;
        var grouped = condition.StoreGroups.SelectMany(id => _stores[id]).Distinct();
        return condition.Stores.Count == 0 ? [.. grouped] : [.. grouped.Intersect(condition.Stores)];
    }
}
