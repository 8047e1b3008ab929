using System.Buffers;
using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Core.Programs;

/// <summary>Evaluates baskets by the earning part of one program. Immutable and thread-safe.</summary>
internal sealed class EarningEvaluator(EarningDefinition earning)
{
    /// <summary>Up to this many rules the scratch lives on the stack (16 bytes a rule, cleared each time).</summary>
    private const int StackRuleCountMax = 32;

    private static readonly BasketEvaluation Overflow = new(0, 0, [], true);

    private readonly LineExclusions _exclusions = new(earning.Exclusions);
    private readonly RuleIndex _index = new(earning);
    private readonly PointRate _base = earning.Points == 0
        ? default
        : new PointRate(earning.Points, earning.PerAmountMinor, earning.Rounding);

    public BasketEvaluation Evaluate(BasketLine[] lines, string storeId)
    {
        if (lines.Length > Basket.LineCountMax)
            return Overflow;
        var ruleCount = _index.Rules.Length;
        Span<ulong> bits = stackalloc ulong[RuleMatches.BitWordsFor(ruleCount)];
        if (ruleCount <= StackRuleCountMax)
            return Evaluate(lines, storeId, new RuleMatches(bits, stackalloc RuleMatches.Slot[ruleCount]));
        var slots = ArrayPool<RuleMatches.Slot>.Shared.Rent(ruleCount);
        var evaluation = Evaluate(lines, storeId, new RuleMatches(bits, slots));
        ArrayPool<RuleMatches.Slot>.Shared.Return(slots);
        return evaluation;
    }

    private BasketEvaluation Evaluate(BasketLine[] lines, string storeId, RuleMatches matches)
    {
        var store = _index.Stores.Count > 0 && _index.Stores.TryGetValue(storeId, out var named)
            ? named
            : _index.Everywhere;
        var eligibleAmountMinor = 0L;
        var eligibleLineCount = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            ref readonly var line = ref lines[i];
            if (line.AmountMinor is < 0 or > Basket.AmountMinorMax)
                return Overflow;
            if (_exclusions.Contain(line))
                continue;
            eligibleAmountMinor += line.AmountMinor;
            eligibleLineCount++;
            MatchLine(line, i, store, matches);
        }
        if (eligibleLineCount > 0)
        {
            // These match every eligible line, so the sum is counted at once.
            foreach (var rule in _index.Everywhere.ReceiptRules)
                matches.Add(rule, 0, eligibleAmountMinor);
            if (store != _index.Everywhere)
            {
                foreach (var rule in store.ReceiptRules)
                    matches.Add(rule, 0, eligibleAmountMinor);
            }
        }

        var applied = new AppliedRule[1 + matches.Count()];
        var points = _base.PointsFor(eligibleAmountMinor);
        applied[0] = AppliedRule.Saturated(AppliedRule.BaseRuleId, points, eligibleAmountMinor);
        points += matches.WriteTo(applied.AsSpan(1), _index.Rules);
        return points > LoyaltyProgram.PointsPerBasketMax
            ? Overflow
            : new BasketEvaluation((long)points, eligibleAmountMinor, applied, false);
    }

    private void MatchLine(in BasketLine line, int lineNumber, StorePosting store, RuleMatches matches)
    {
        if (_index.Skus.Count > 0 && _index.Skus.TryGetValue(line.Sku, out var bySku))
            MatchRules(bySku, line, lineNumber, store.Ordinal, matches);
        if (_index.Categories.Count > 0)
        {
            foreach (var category in line.Categories)
            {
                if (_index.Categories.TryGetValue(category, out var byCategory))
                    MatchRules(byCategory, line, lineNumber, store.Ordinal, matches);
            }
        }
        MatchRules(store.LineRules, line, lineNumber, store.Ordinal, matches);
    }

    private void MatchRules(
        ReadOnlySpan<int> candidates, in BasketLine line, int lineNumber, int storeOrdinal, RuleMatches matches)
    {
        foreach (var candidate in candidates)
        {
            var rule = _index.Rules[candidate];
            if (rule.AppliesIn(storeOrdinal) && rule.Matches(line))
                matches.Add(candidate, lineNumber, line.AmountMinor);
        }
    }
}
