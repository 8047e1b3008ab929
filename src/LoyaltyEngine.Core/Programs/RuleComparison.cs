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

    public static void CompareExclusions(
        EarningDefinition before, EarningDefinition after, List<ProgramChange> changes)
    {
        var old = before.Exclusions.Select(Key).ToHashSet();
        var next = after.Exclusions.Select(Key).ToHashSet();
        foreach (var match in after.Exclusions.DistinctBy(Key).Where(match => !old.Contains(Key(match))))
        {
            changes.Add(new(ExclusionsPath, $"lines {Words(match, [])}",
                "earn nothing any more and count for no rule"));
        }
        foreach (var match in before.Exclusions.DistinctBy(Key).Where(match => !next.Contains(Key(match))))
        {
            changes.Add(new(ExclusionsPath, $"lines {Words(match, [])}",
                "earn and count for rules again, unless another exclusion names them"));
        }
    }

    /// <summary>A text whose numbers are written the same everywhere.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void CompareRule(RuleDefinition before, RuleDefinition after, List<ProgramChange> changes)
    {
        if (Key(before.Match) != Key(after.Match) || Key(before.Stores) != Key(after.Stores)
            || before.MinimumSpendMinor != after.MinimumSpendMinor)
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
        var words = Words(rule.Match, rule.Stores, rule.MinimumSpendMinor);
        return words.Length == 0 ? "every purchase" : $"purchases {words}";
    }

    private static string Effect(RuleDefinition rule) => (rule.FixedPoints is { } points
        ? Text($"{points} points a receipt")
        : Text($"{rule.MultiplierBps / BpsPerUnit:0.####} times the base rate"))
        + (rule.MaximumPoints > 0 ? Text($", at most {rule.MaximumPoints} points") : "");

    private static string Words(LineMatch match, IReadOnlyList<string> stores, long leastMinor = 0)
    {
        var parts = new List<string>();
        if (match.Skus.Count > 0)
            parts.Add($"of SKU {AnyOf(match.Skus)}");
        if (match.Categories.Count > 0)
            parts.Add($"of category {AnyOf(match.Categories)}");
        if (stores.Count > 0)
            parts.Add($"in store {AnyOf(stores)}");
        if (leastMinor > 0)
            parts.Add(Text($"for at least {leastMinor} minor units"));
        return string.Join(' ', parts);
    }

    private static string AnyOf(IReadOnlyList<string> words) => words.Count <= WordsShownMax
        ? string.Join(" or ", words)
        : Text($"{string.Join(", ", words.Take(WordsShownMax))} or {words.Count - WordsShownMax} more");

    // Equal for lists that hold the same words in any order; words have no control characters.
    private static string Key(IReadOnlyList<string> words) =>
        string.Join('\n', words.Order(StringComparer.Ordinal));

    private static string Key(LineMatch match) => $"{Key(match.Skus)}\0{Key(match.Categories)}";
}
