using System.Globalization;
using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>The part of <see cref="ProgramFileReader"/> that reads groups of stores and what rules apply to.</summary>
internal sealed class ConditionReader(NodeReader reader, int decimals)
{
    private const int QuantityDecimals = 3;
    private const string AmountExpected = "an amount such as 1.00, with no more decimals than the currency has";
    private const string QuantityExpected = "a quantity such as 2 or 0.5, with at most 3 decimals";
    private const string NumberExpected = "a whole number";
    private const string DateExpected = "a day such as 2026-01-31";
    private const string HoursExpected = "a time such as 17:00-19:30";

    // Deeper ones are faults by themselves.
    private const int DepthMax = ProgramLimits.ConditionDepthMax + 1;

    private static readonly string[] s_keys =
    [
        "sku", "category", "store", "store_group", "channel", "tender", "tier", "from", "through", "weekday", "hours",
        "purchase", "every_purchase", "anniversary_days", "any", "not", "minimum_spend", "minimum_quantity",
        "minimum_receipt",
    ];

    public List<StoreGroupDefinition> ReadStoreGroups(NodeMap program)
    {
        var groups = new List<StoreGroupDefinition>();
        if (program.OptionalContent("store_groups") is not { } node)
            return groups;
        foreach (var (item, path) in reader.Items(node, "store_groups"))
        {
            var map = reader.Map(item, path, "a group of stores: id, stores, time_zone", "id", "stores", "time_zone");
            groups.Add(map is null ? new StoreGroupDefinition { Id = "" } : new StoreGroupDefinition
            {
                Id = map.RequiredText("id", "the group's id"),
                Stores = map.Texts("stores", "one or more store ids"),
                TimeZone = map.Text("time_zone", "a time zone such as Europe/London"),
            });
        }

        return groups;
    }

    public RuleCondition Read(FileNode node, string path) => Read(node, path, depth: 0);

    private RuleCondition Read(FileNode node, string path, int depth)
    {
        var expected = $"conditions: {string.Join(", ", s_keys)}"
            + (depth == 0 ? "; leave when out for every purchase" : "");
        if (reader.Map(node, path, expected, s_keys) is not { } when)
            return new RuleCondition();
        return new RuleCondition
        {
            Skus = when.Texts("sku", "one or more SKUs"),
            Categories = when.Texts("category", "one or more categories"),
            Stores = when.Texts("store", "one or more store ids"),
            StoreGroups = when.Texts("store_group", "one or more groups under store_groups"),
            Channels = when.Texts("channel", "one or more channels"),
            Tenders = when.Texts("tender", "one or more tenders"),
            Tiers = when.Texts("tier", "one or more tiers under tiers"),
            FromDate = Date(when, "from"),
            ThroughDate = Date(when, "through"),
            Weekdays = Each(when, "weekday", ReadWeekday),
            Hours = Each(when, "hours", ReadHours),
            PurchaseNumbers = Each(when, "purchase", ReadNumber),
            EveryPurchase = when.Int32("every_purchase", NumberExpected) ?? 0,
            AnniversaryDays = when.Int32("anniversary_days", NumberExpected) ?? 0,
            Any = Within(when, "any", depth),
            Not = Within(when, "not", depth),
            MinimumSpendMinor = Scaled(when, "minimum_spend", decimals, AmountExpected),
            MinimumQuantityThousandths = Scaled(when, "minimum_quantity", QuantityDecimals, QuantityExpected),
            MinimumReceiptMinor = Scaled(when, "minimum_receipt", decimals, AmountExpected),
        };
    }

    private List<RuleCondition> Within(NodeMap when, string key, int depth)
    {
        if (depth >= DepthMax)
            return [];
        return [.. Items(when, key, "one or more conditions").Select(item => Read(item.Node, item.Path, depth + 1))];
    }

    private int? ReadNumber(FileNode node, string path) =>
        reader.WholeNumber(node, path, NumberExpected) is { } number
            ? (int)Math.Clamp(number, int.MinValue, int.MaxValue)
            : null;

    private IsoDayOfWeek? ReadWeekday(FileNode node, string path) => reader.Choice(
        node, path,
        ("monday", IsoDayOfWeek.Monday), ("tuesday", IsoDayOfWeek.Tuesday), ("wednesday", IsoDayOfWeek.Wednesday),
        ("thursday", IsoDayOfWeek.Thursday), ("friday", IsoDayOfWeek.Friday), ("saturday", IsoDayOfWeek.Saturday),
        ("sunday", IsoDayOfWeek.Sunday));

    private DayHours? ReadHours(FileNode node, string path)
    {
        if (node is FileNode.Scalar { Text: var text } && text.Split('-') is [var from, var until]
            && MinuteOf(from) is { } first && MinuteOf(until) is { } end)
            return new DayHours(first, end);
        reader.Fault(node, path, HoursExpected);
        return null;
    }

    private static int? MinuteOf(string text) =>
        text is [_, _, ':', _, _]
        && int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
        && int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minute)
        && minute < 60
            ? (hour * 60) + minute
            : null;

    private List<T> Each<T>(NodeMap map, string key, Func<FileNode, string, T?> read)
        where T : struct
    {
        var values = new List<T>();
        foreach (var (item, path) in Items(map, key, "one or more values"))
        {
            if (read(item, path) is { } value)
                values.Add(value);
        }

        return values;
    }

    // None where the key is left out, and a fault where it stands there for nothing.
    private IReadOnlyList<(FileNode Node, string Path)> Items(NodeMap map, string key, string expected)
    {
        if (map.Optional(key) is not { } node)
            return [];
        if (!node.IsNothing && node is not FileNode.List { Items.Count: 0 })
            return reader.Items(node, map.PathOf(key));
        reader.Fault(node, map.PathOf(key), $"{expected}; leave the key out for none");
        return [];
    }

    private LocalDate? Date(NodeMap map, string key) =>
        map.Optional(key) is { } node ? reader.Date(node, map.PathOf(key), DateExpected) : null;

    private long Scaled(NodeMap map, string key, int places, string expected) =>
        map.Optional(key) is { } node ? reader.Scaled(node, map.PathOf(key), places, expected) ?? 0 : 0;
}
