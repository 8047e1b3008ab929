using System.Globalization;

namespace LoyaltyEngine.Core.Programs;

/// <summary>The part of <see cref="ProgramComparison"/> that looks at rules and exclusions.</summary>
internal static class RuleComparison
{
    private const string RulesPath = "earning.rules";
    private const string ExclusionsPath = "earning.exclusions";
    private const int WordsShownMax = 5;
    private const decimal BpsPerUnit = 10_000;

    public static void CompareRules(EarningDefinition before, EarningDefinition after, List<ProgramChange> changes)
    {
        var old = before.Rules.ToDictionary(rule => rule.Id);
        foreach (var rule in after.Rules)
        {
            if (!old.Remove(rule.Id, out var former))
                changes.Add(new(RulesPath, Audience(rule), $"new rule {rule.Id}: {Effect(rule)}"));
            else
                CompareRule(former, rule, changes);
        }
        foreach (var rule in before.Rules.Where(rule => old.ContainsKey(rule.Id)))
            changes.Add(new(RulesPath, Audience(rule), $"rule {rule.Id} ends; it was: {Effect(rule)}"));
    }

    public static void CompareStoreGroups(
        ProgramDefinition before, ProgramDefinition after, List<ProgramChange> changes)
    {
        const string path = "store_groups";
        var old = before.StoreGroups.ToDictionary(group => group.Id);
        foreach (var group in after.StoreGroups)
        {
            if (!old.Remove(group.Id, out var former))
            {
                changes.Add(new(path, $"stores {AnyOf(group.Stores)}", $"new group {group.Id}"));
                continue;
            }

            if (Key(former.Stores) != Key(group.Stores))
            {
                changes.Add(new(path, $"stores {AnyOf(former.Stores)}, and {AnyOf(group.Stores)}",
                    $"group {group.Id} has other stores than before"));
            }

            if (former.TimeZone != group.TimeZone)
            {
                changes.Add(new(path, $"stores {AnyOf(group.Stores)}",
                    $"rules reckon days and hours there by {Zone(after, group)} instead of {Zone(before, former)}"));
            }
        }

        foreach (var group in before.StoreGroups.Where(group => old.ContainsKey(group.Id)))
            changes.Add(new(path, $"stores {AnyOf(group.Stores)}", $"group {group.Id} ends"));

        static string Zone(ProgramDefinition program, StoreGroupDefinition group) =>
            group.TimeZone.Length == 0 ? program.TimeZone : group.TimeZone;
    }

    public static void CompareExclusions(
        EarningDefinition before, EarningDefinition after, List<ProgramChange> changes)
    {
        var old = before.Exclusions.Select(Key).ToHashSet();
        var next = after.Exclusions.Select(Key).ToHashSet();
        foreach (var match in after.Exclusions.DistinctBy(Key).Where(match => !old.Contains(Key(match))))
        {
            changes.Add(new(ExclusionsPath, $"lines {Words(match)}",
                "earn nothing any more and count for no rule"));
        }
        foreach (var match in before.Exclusions.DistinctBy(Key).Where(match => !next.Contains(Key(match))))
        {
            changes.Add(new(ExclusionsPath, $"lines {Words(match)}",
                "earn and count for rules again, unless another exclusion names them"));
        }
    }

    /// <summary>A text whose numbers are written the same everywhere.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void CompareRule(RuleDefinition before, RuleDefinition after, List<ProgramChange> changes)
    {
        if (Key(before.When) != Key(after.When))
        {
            changes.Add(new(RulesPath, $"{Audience(before)}, and {Audience(after)}",
                $"rule {after.Id} ({Effect(after)}) applies to {After(before, after)}"));
        }
        if (Effect(before) != Effect(after))
        {
            changes.Add(new(RulesPath, Audience(after),
                $"rule {after.Id}: {Effect(after)} instead of: {Effect(before)}"));
        }
    }

    private static string After(RuleDefinition before, RuleDefinition after) =>
        Audience(before) == Audience(after)
            ? "other values of its lists than before"
            : $"{Audience(after)} instead of {Audience(before)}";

    private static string Audience(RuleDefinition rule)
    {
        var (when, parts) = (rule.When, WordsOf(rule.When.Skus, rule.When.Categories));
        parts.AddRange(ConditionText.OfReceipt(when));
        if (when.MinimumSpendMinor > 0)
            parts.Add(Text($"for at least {when.MinimumSpendMinor} minor units"));
        if (when.MinimumQuantityThousandths > 0)
            parts.Add($"for a quantity of at least {RuleText.Quantity(when.MinimumQuantityThousandths)}");
        if (when.MinimumReceiptMinor > 0)
            parts.Add(Text($"on receipts of at least {when.MinimumReceiptMinor} minor units"));
        return parts.Count == 0 ? "every purchase" : $"purchases {string.Join(' ', parts)}";
    }

    private static string Effect(RuleDefinition rule)
    {
        var effect = rule switch
        {
            { FixedPoints: { } points } => Text($"{points} points a receipt"),
            { Rate: { } rate } => Effect(rate),
            _ => Text($"{rule.MultiplierBps / BpsPerUnit:0.####} times the base rate"),
        };
        var most = rule.MaximumPoints > 0 ? Text($", at most {rule.MaximumPoints} points") : "";
        var group = rule.Group.Length > 0 ? $", one of group {rule.Group}" : "";
        return effect + most + group + (rule.Priority > 0 ? Text($", priority {rule.Priority}") : "");
    }

    private static string Effect(RuleRate rate)
    {
        var per = rate.PerQuantityThousandths > 0
            ? $"a quantity of {RuleText.Quantity(rate.PerQuantityThousandths)}"
            : Text($"{rate.PerAmountMinor} minor units");
        var scope = rate.Scope == RateScope.Line ? " of each line" : "";
        return Text($"{rate.Points} points for each {per}{scope}, rounded {ProgramComparison.Words(rate.Rounding)}");
    }

    private static string Words(LineMatch match) => string.Join(' ', WordsOf(match.Skus, match.Categories));

    private static List<string> WordsOf(IReadOnlyList<string> skus, IReadOnlyList<string> categories)
    {
        var parts = new List<string>();
        if (skus.Count > 0)
            parts.Add($"of SKU {AnyOf(skus)}");
        if (categories.Count > 0)
            parts.Add($"of category {AnyOf(categories)}");
        return parts;
    }

    private static string AnyOf(IReadOnlyList<string> words) => words.Count <= WordsShownMax
        ? string.Join(" or ", words)
        : Text($"{string.Join(", ", words.Take(WordsShownMax))} or {words.Count - WordsShownMax} more");

    // Equal for lists that hold the same words in any order; words have no control characters.
    private static string Key(IReadOnlyList<string> words) =>
        string.Join('\n', words.Order(StringComparer.Ordinal));

    private static string Key(LineMatch match) => $"{Key(match.Skus)}\0{Key(match.Categories)}";

    private static string Key(RuleCondition when) => string.Join('\0',
        Key(when.Skus), Key(when.Categories), Key(when.Stores), Key(when.StoreGroups), Key(when.Channels),
        Key(when.Tenders), Key(when.Tiers),
        Text($"{when.FromDate:uuuuMMdd} {when.ThroughDate:uuuuMMdd} {when.MinimumSpendMinor}"),
        Text($"{when.MinimumQuantityThousandths} {when.MinimumReceiptMinor}"),
        Text($"{when.EveryPurchase} {when.AnniversaryDays}"),
        string.Join(' ', when.PurchaseNumbers.Order()),
        string.Join(' ', when.Weekdays.Order()),
        string.Join(' ', when.Hours.Select(hours => hours.ToString()).Order(StringComparer.Ordinal)),
        Key(when.Any),
        Key(when.Not));

    private static string Key(IReadOnlyList<RuleCondition> conditions) =>
        $"\u0002{string.Join('\u0001', conditions.Select(Key).Order(StringComparer.Ordinal))}\u0003";
}
