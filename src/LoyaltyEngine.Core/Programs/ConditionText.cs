using System.Globalization;

namespace LoyaltyEngine.Core.Programs;

/// <summary>What a condition asks of receipts, in words. Pure and thread-safe.</summary>
internal static class ConditionText
{
    private const int WordCountMax = 10;

    /// <summary>What a condition asks beside lines and thresholds: "in store S001", "on saturday or sunday".</summary>
    public static IEnumerable<string> OfReceipt(RuleCondition condition)
    {
        if (condition.Stores.Count > 0)
            yield return $"in store {AnyOf(condition.Stores)}";
        if (condition.StoreGroups.Count > 0)
            yield return $"in a store of {AnyOf(condition.StoreGroups)}";
        if (condition.Channels.Count > 0)
            yield return $"by channel {AnyOf(condition.Channels)}";
        if (condition.Tenders.Count > 0)
            yield return $"paid with {AnyOf(condition.Tenders)}";
        if (condition.FromDate is { } from)
            yield return $"from {ProgramWords.Iso(from)}";
        if (condition.ThroughDate is { } through)
            yield return $"through {ProgramWords.Iso(through)}";
        if (condition.Weekdays.Count > 0)
            yield return $"on {AnyOf([.. condition.Weekdays.Select(day => day.ToString())])}";
        if (condition.Hours.Count > 0)
            yield return $"at {AnyOf([.. condition.Hours.Select(hours => hours.ToString())])}";
        if (condition.PurchaseNumbers.Count > 0)
        {
            var numbers = condition.PurchaseNumbers
                .Select(number => number.ToString(CultureInfo.InvariantCulture)).ToList();
            yield return $"with the member's purchase {AnyOf(numbers)}";
        }

        if (condition.EveryPurchase > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"with one of every {condition.EveryPurchase:N0} purchases of the member");
        }

        if (condition.AnniversaryDays > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"within {condition.AnniversaryDays:N0} days from the member's anniversary on");
        }

        if (condition.Tiers.Count > 0)
            yield return $"by members of tier {AnyOf(condition.Tiers)}";
        if (condition.Any.Count > 0)
            yield return $"where {string.Join(" or ", condition.Any.Select(Within))}";
        if (condition.Not.Count > 0)
            yield return $"but not {string.Join(" or ", condition.Not.Select(Within))}";
    }

    /// <summary>The first words of a list.</summary>
    public static string AnyOf(IReadOnlyList<string> words) => words.Count <= WordCountMax
        ? string.Join(" or ", words)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(" or ", words.Take(WordCountMax))} or {words.Count - WordCountMax:N0} more");

    private static string Within(RuleCondition condition)
    {
        var parts = new List<string>();
        if (condition.Skus.Count > 0)
            parts.Add($"SKU {AnyOf(condition.Skus)}");
        if (condition.Categories.Count > 0)
            parts.Add($"category {AnyOf(condition.Categories)}");
        parts.AddRange(OfReceipt(condition));
        return parts.Count == 1 ? parts[0] : $"({string.Join(", ", parts)})";
    }
}
