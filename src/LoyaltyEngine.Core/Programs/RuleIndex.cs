using System.Collections.Frozen;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// Where evaluation looks a line up. Each rule is listed once, under that one of its conditions that fewest baskets are
/// expected to meet, so that the work follows the rules that match and not the rules there are. Lists name rules by
/// their place in <see cref="Rules"/>.
/// </summary>
internal sealed class RuleIndex
{
    public RuleIndex(EarningDefinition earning)
    {
        var skuCounts = CountBy(earning.Rules, rule => rule.Match.Skus);
        var categoryCounts = CountBy(earning.Rules, rule => rule.Match.Categories);
        var storeCounts = CountBy(earning.Rules, rule => rule.Stores);
        var stores = new Dictionary<string, StorePosting>();
        foreach (var store in storeCounts.Keys)
            stores.Add(store, new StorePosting(stores.Count));
        var skus = new Dictionary<string, List<int>>();
        var categories = new Dictionary<string, List<int>>();

        Rules = new CompiledRule[earning.Rules.Count];
        for (var i = 0; i < Rules.Length; i++)
        {
            var rule = earning.Rules[i];
            var condition = MostSelective(rule);
            Rules[i] = new CompiledRule(rule, earning, condition, store => stores[store].Ordinal);
            switch (condition)
            {
                case RuleCondition.Sku:
                    ListUnder(skus, rule.Match.Skus, i);
                    break;
                case RuleCondition.Category:
                    ListUnder(categories, rule.Match.Categories, i);
                    break;
                case RuleCondition.Store:
                    foreach (var store in rule.Stores.Distinct())
                        stores[store].Add(i, rule.Match.Skus.Count > 0 || rule.Match.Categories.Count > 0);
                    break;
                default:
                    Everywhere.Add(i, namesLines: false);
                    break;
            }
        }
        Skus = skus.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray());
        Categories = categories.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray());
        Stores = stores.ToFrozenDictionary();

        // A rule's cost in a list is how many rules share the list, weighed by how many lines of a receipt walk it.
        RuleCondition MostSelective(RuleDefinition rule)
        {
            var (best, bestCost) = (RuleCondition.None, long.MaxValue);
            Consider(RuleCondition.Sku, rule.Match.Skus, skuCounts);
            Consider(RuleCondition.Category, rule.Match.Categories, categoryCounts);
            Consider(RuleCondition.Store, rule.Stores, storeCounts);
            return best;

            void Consider(RuleCondition condition, IReadOnlyList<string> words, Dictionary<string, int> counts)
            {
                if (words.Count == 0)
                    return;
                var cost = words.Max(word => counts[word]) * (long)condition;
                if (cost < bestCost)
                    (best, bestCost) = (condition, cost);
            }
        }
    }

    /// <summary>All rules in the program's order.</summary>
    public CompiledRule[] Rules { get; }

    public FrozenDictionary<string, int[]> Skus { get; }

    public FrozenDictionary<string, int[]> Categories { get; }

    public FrozenDictionary<string, StorePosting> Stores { get; }

    /// <summary>The rules without any condition; stands for each store that no rule names.</summary>
    public StorePosting Everywhere { get; } = new(ordinal: -1);

    private static Dictionary<string, int> CountBy(
        IReadOnlyList<RuleDefinition> rules, Func<RuleDefinition, IReadOnlyList<string>> words) =>
        rules.SelectMany(rule => words(rule).Distinct()).CountBy(word => word)
            .ToDictionary(pair => pair.Key, pair => pair.Value);

    private static void ListUnder(Dictionary<string, List<int>> lists, IReadOnlyList<string> words, int rule)
    {
        foreach (var word in words.Distinct())
        {
            if (!lists.TryGetValue(word, out var list))
                lists.Add(word, list = []);
            list.Add(rule);
        }
    }
}
