using System.Globalization;
using Google.Type;
using LoyaltyEngine.Core.Programs;
using NodaTime;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>The part of <see cref="ProgramReader"/> that reads groups of stores and what rules apply to.</summary>
internal static class ConditionReader
{
    // Deeper ones are faults by themselves.
    private const int DepthMax = ProgramLimits.ConditionDepthMax + 1;

    /// <summary>A group of stores.</summary>
    public static StoreGroupDefinition Read(V1.StoreGroup group) =>
        new() { Id = group.StoreGroupId, Stores = [.. group.Stores], TimeZone = group.TimeZone };

    /// <summary>What a rule applies to.</summary>
    public static RuleCondition Read(V1.RuleCondition? sent, string path, List<SentFault> faults) =>
        sent is null ? new RuleCondition() : Read(sent, path, 0, faults);

    private static RuleCondition Read(V1.RuleCondition sent, string path, int depth, List<SentFault> faults) => new()
    {
        Skus = [.. sent.Skus],
        Categories = [.. sent.Categories],
        Stores = [.. sent.Stores],
        StoreGroups = [.. sent.StoreGroups],
        Channels = [.. sent.Channels],
        Tenders = [.. sent.Tenders],
        FromDate = ReadDate(sent.FromDate, $"{path}.from", faults),
        ThroughDate = ReadDate(sent.ThroughDate, $"{path}.through", faults),
        Weekdays = [.. sent.Weekdays.Select(day => (IsoDayOfWeek)(int)day)],
        Hours = [.. sent.Hours.Select((hours, i) => ReadHours(hours, Item($"{path}.hours", i), faults))],
        PurchaseNumbers = [.. sent.PurchaseNumbers],
        EveryPurchase = sent.EveryPurchase,
        AnniversaryDays = sent.AnniversaryDays,
        Tiers = [.. sent.Tiers],
        Any = Within(sent.AnyOf, $"{path}.any", depth, faults),
        Not = Within(sent.NoneOf, $"{path}.not", depth, faults),
        MinimumSpendMinor = sent.MinimumSpendMinor,
        MinimumQuantityThousandths = sent.MinimumQuantityThousandths,
        MinimumReceiptMinor = sent.MinimumReceiptMinor,
    };

    private static List<RuleCondition> Within(
        IReadOnlyList<V1.RuleCondition> sent, string path, int depth, List<SentFault> faults) =>
        depth >= DepthMax ? [] : [.. sent.Select((one, i) => Read(one, Item(path, i), depth + 1, faults))];

    private static LocalDate? ReadDate(Date? sent, string path, List<SentFault> faults) =>
        sent is null ? null : ProgramReader.ReadDate(sent, path, Mapping.ProgramPaths.ToField(path), faults);

    private static DayHours ReadHours(V1.DayHours sent, string path, List<SentFault> faults)
    {
        var (from, until) = (sent.Begin ?? new TimeOfDay(), sent.End ?? new TimeOfDay());
        if (IsWhole(from) && IsWhole(until))
            return new DayHours(MinuteOf(from), MinuteOf(until));
        ProgramReader.Add(
            faults, path, Mapping.ProgramPaths.ToField(path), "found seconds, or no time of day",
            "times of whole minutes, from 00:00 to 24:00");
        return new DayHours(0, DayHours.MinuteCount);

        static bool IsWhole(TimeOfDay time) =>
            time is { Seconds: 0, Nanos: 0, Hours: >= 0 and <= 24, Minutes: >= 0 and < 60 };

        static int MinuteOf(TimeOfDay time) => (time.Hours * 60) + time.Minutes;
    }

    private static string Item(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
