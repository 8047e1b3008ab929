using System.Collections.Frozen;
using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Core.Programs;

/// <summary>The exclusions of a program, compiled. Immutable and thread-safe.</summary>
internal sealed class LineExclusions
{
    private readonly FrozenSet<string> _skus;
    private readonly FrozenSet<string> _categories;
    private readonly FrozenDictionary<string, FrozenSet<string>[]> _categoriesBySku;
    private readonly bool _any;

    public LineExclusions(IReadOnlyList<LineMatch> exclusions)
    {
        _any = exclusions.Count > 0;
        _skus = exclusions.Where(match => match.Categories.Count == 0).SelectMany(match => match.Skus).ToFrozenSet();
        _categories = exclusions.Where(match => match.Skus.Count == 0).SelectMany(match => match.Categories)
            .ToFrozenSet();
        _categoriesBySku = exclusions.Where(match => match.Skus.Count > 0 && match.Categories.Count > 0)
            .Select(match => (match.Skus, Categories: match.Categories.ToFrozenSet()))
            .SelectMany(match => match.Skus.Select(sku => (Sku: sku, match.Categories)))
            .GroupBy(pair => pair.Sku, pair => pair.Categories)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>Whether any exclusion names the line.</summary>
    public bool Contain(in BasketLine line)
    {
        if (!_any)
            return false;
        if (_skus.Contains(line.Sku))
            return true;
        foreach (var category in line.Categories)
        {
            if (_categories.Contains(category))
                return true;
        }
        if (!_categoriesBySku.TryGetValue(line.Sku, out var categorySets))
            return false;
        foreach (var categories in categorySets)
        {
            foreach (var category in line.Categories)
            {
                if (categories.Contains(category))
                    return true;
            }
        }
        return false;
    }
}
