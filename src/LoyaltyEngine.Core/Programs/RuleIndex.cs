using System.Collections.Frozen;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// Where evaluation looks a line up. Each rule is listed once, under that one of its conditions that fewest baskets are
/// expected to meet, so that the work follows the rules that match and not the rules there are. Lists name rules by
/// their place in <see cref="Rules"/>.
/// </summary>
internal sealed class RuleIndex
{
    public RuleIndex(EarningDefinition earning, StoreGroups groups)
    {
        var skuCounts = CountBy(earning.Rules, rule => rule.When.Skus);
        var categoryCounts = CountBy(earning.Rules, rule => rule.When.Categories);
        var storeCounts = CountBy(earning.Rules, rule => groups.StoresOf(rule.When));
        var stores = new Dictionary<string, StorePosting>();
        foreach (var store in earning.Rules.SelectMany(rule => AllStores(rule.When)).Distinct())
            stores.Add(store, new StorePosting(stores.Count));
        var skus = new Dictionary<string, List<Candidate>>();
        var categories = new Dictionary<string, List<Candidate>>();

        var groupNumbers = new Dictionary<string, int>();

        Rules = new CompiledRule[earning.Rules.Count];
        for (var i = 0; i < Rules.Length; i++)
        {
            var rule = earning.Rules[i];
            var key = MostSelective(rule);
            var condition = new CompiledCondition(rule.When, key, groups, store => stores[store].Ordinal);
            Rules[i] = new CompiledRule(rule, earning, condition, GroupOf(rule));
            var candidate = new Candidate(i, Rules[i].IsProven);
            switch (key)
            {
                case IndexKey.Sku:
                    ListUnder(skus, rule.When.Skus, candidate);
                    break;
                case IndexKey.Category:
                    ListUnder(categories, rule.When.Categories, candidate);
                    break;
                case IndexKey.Store:
                    foreach (var store in groups.StoresOf(rule.When).Distinct())
                        stores[store].Add(candidate, Rules[i].AsksLines);
                    break;
                default:
                    Everywhere.Add(candidate, Rules[i].AsksLines);
                    break;
            }
        }
        foreach (var posting in stores.Values.Append(Everywhere))
            posting.Freeze();
        GroupCount = groupNumbers.Count;
        Skus = Frozen(skus);
        Categories = Frozen(categories);
        Stores = stores.Count == 0 ? null : stores.ToFrozenDictionary();

        // A rule's cost in a list is how many rules share the list, weighed by how many lines of a receipt walk it.
        IndexKey MostSelective(RuleDefinition rule)
        {
            var (best, bestCost) = (IndexKey.None, long.MaxValue);
            Consider(IndexKey.Sku, rule.When.Skus, skuCounts);
            Consider(IndexKey.Category, rule.When.Categories, categoryCounts);
            Consider(IndexKey.Store, groups.StoresOf(rule.When), storeCounts);
            return best;

            void Consider(IndexKey key, IReadOnlyList<string> words, Dictionary<string, int> counts)
            {
                if (words.Count == 0)
                    return;
                var cost = words.Max(word => counts[word]) * (long)key;
                if (cost < bestCost)
                    (best, bestCost) = (key, cost);
            }
        }

        int GroupOf(RuleDefinition rule)
        {
            if (rule.Group.Length == 0 && earning.Conflicts == ConflictPolicy.Sum)
                return -1;
            if (groupNumbers.TryGetValue(rule.Group, out var number))
                return number;
            groupNumbers.Add(rule.Group, groupNumbers.Count);
            return groupNumbers.Count - 1;
        }

        IEnumerable<string> AllStores(RuleCondition condition) =>
            groups.StoresOf(condition).Concat(condition.Any.Concat(condition.Not).SelectMany(AllStores));
    }

    /// <summary>All rules in the program's order.</summary>
    public CompiledRule[] Rules { get; }

    /// <summary>How many groups of rules that exclude each other there are.</summary>
    public int GroupCount { get; }

    /// <summary>The rules listed under a SKU; null where none is listed under any.</summary>
    public FrozenDictionary<string, Candidate[]>? Skus { get; }

    /// <summary>The rules listed under a category; null where none is listed under any.</summary>
    public FrozenDictionary<string, Candidate[]>? Categories { get; }

    /// <summary>Every store that a rule names; null where none does.</summary>
    public FrozenDictionary<string, StorePosting>? Stores { get; }

    /// <summary>The rules without any condition; stands for each store that no rule names.</summary>
    public StorePosting Everywhere { get; } = new(ordinal: -1);

    private static Dictionary<string, int> CountBy(
        IReadOnlyList<RuleDefinition> rules, Func<RuleDefinition, IReadOnlyList<string>> words) =>
        rules.SelectMany(rule => words(rule).Distinct()).CountBy(word => word)
            .ToDictionary(pair => pair.Key, pair => pair.Value);

    private static FrozenDictionary<string, Candidate[]>? Frozen(Dictionary<string, List<Candidate>> lists) =>
        lists.Count == 0 ? null : lists.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray());

    private static void ListUnder(
        Dictionary<string, List<Candidate>> lists, IReadOnlyList<string> words, Candidate rule)
    {
        foreach (var word in words.Distinct())
        {
            if (!lists.TryGetValue(word, out var list))
                lists.Add(word, list = []);
            list.Add(rule);
        }
    }
}
