using System.Globalization;
using System.Text;
using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>The part of <see cref="ProgramFileWriter"/> that writes groups of stores and what rules apply to.</summary>
internal static class ConditionWriter
{
    private const int QuantityDecimals = 3;

    public static void WriteStoreGroups(StringBuilder to, IReadOnlyList<StoreGroupDefinition> groups)
    {
        if (groups.Count > 0)
            ProgramFileWriter.Line(to, $"store_groups:");
        foreach (var group in groups)
        {
            ProgramFileWriter.Line(to, $"  - id: {ProgramFileWriter.Quote(group.Id)}");
            ProgramFileWriter.Line(to, $"    stores: {ProgramFileWriter.List(group.Stores)}");
            if (group.TimeZone.Length > 0)
                ProgramFileWriter.Line(to, $"    time_zone: {ProgramFileWriter.Quote(group.TimeZone)}");
        }
    }

    /// <summary>A condition in one line; empty for one that always holds.</summary>
    public static string Write(RuleCondition condition, int decimals)
    {
        var parts = Parts(condition, decimals).ToList();
        return parts.Count == 0 ? "" : $"{{ {string.Join(", ", parts)} }}";
    }

    /// <summary>Lists of SKUs and categories.</summary>
    public static IEnumerable<string> Lists(IReadOnlyList<string> skus, IReadOnlyList<string> categories)
    {
        if (skus.Count > 0)
            yield return $"sku: {ProgramFileWriter.List(skus)}";
        if (categories.Count > 0)
            yield return $"category: {ProgramFileWriter.List(categories)}";
    }

    private static IEnumerable<string> Parts(RuleCondition condition, int decimals)
    {
        foreach (var list in Lists(condition.Skus, condition.Categories))
            yield return list;
        if (condition.Stores.Count > 0)
            yield return $"store: {ProgramFileWriter.List(condition.Stores)}";
        if (condition.StoreGroups.Count > 0)
            yield return $"store_group: {ProgramFileWriter.List(condition.StoreGroups)}";
        if (condition.Channels.Count > 0)
            yield return $"channel: {ProgramFileWriter.List(condition.Channels)}";
        if (condition.Tenders.Count > 0)
            yield return $"tender: {ProgramFileWriter.List(condition.Tenders)}";
        if (condition.Tiers.Count > 0)
            yield return $"tier: {ProgramFileWriter.List(condition.Tiers)}";
        if (condition.FromDate is { } from)
            yield return $"from: {Iso(from)}";
        if (condition.ThroughDate is { } through)
            yield return $"through: {Iso(through)}";
        if (condition.Weekdays.Count > 0)
            yield return $"weekday: [{string.Join(", ", condition.Weekdays.Select(Word))}]";
        // Quoted, since a colon may mean something else within braces.
        if (condition.Hours.Count > 0)
            yield return $"hours: [{string.Join(", ", condition.Hours.Select(hours => $"\"{hours}\""))}]";
        if (condition.PurchaseNumbers.Count > 0)
            yield return $"purchase: [{string.Join(", ", condition.PurchaseNumbers.Select(Word))}]";
        if (condition.EveryPurchase > 0)
            yield return $"every_purchase: {Word(condition.EveryPurchase)}";
        if (condition.AnniversaryDays > 0)
            yield return $"anniversary_days: {Word(condition.AnniversaryDays)}";
        if (condition.Any.Count > 0)
            yield return $"any: [{string.Join(", ", condition.Any.Select(one => Write(one, decimals)))}]";
        if (condition.Not.Count > 0)
            yield return $"not: [{string.Join(", ", condition.Not.Select(one => Write(one, decimals)))}]";
        if (condition.MinimumSpendMinor > 0)
            yield return $"minimum_spend: {ProgramFileWriter.Decimal(condition.MinimumSpendMinor, decimals)}";
        if (condition.MinimumQuantityThousandths > 0)
        {
            yield return "minimum_quantity: "
                + ProgramFileWriter.Decimal(condition.MinimumQuantityThousandths, QuantityDecimals);
        }

        if (condition.MinimumReceiptMinor > 0)
            yield return $"minimum_receipt: {ProgramFileWriter.Decimal(condition.MinimumReceiptMinor, decimals)}";
    }

    private static string Iso(LocalDate date) => date.ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture);

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Word(IsoDayOfWeek day) => day.ToString().ToLowerInvariant();
}
