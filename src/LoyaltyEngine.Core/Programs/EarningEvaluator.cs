using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Core.Programs;

/// <summary>Evaluates baskets by the earning part of one program. Immutable and thread-safe.</summary>
internal sealed class EarningEvaluator(EarningDefinition earning, StoreGroups groups)
{
    private static readonly BasketEvaluation Overflow = new(0, 0, [], null, true);

    private readonly LineExclusions _exclusions = new(earning.Exclusions);
    private readonly RuleIndex _index = new(earning, groups);
    private readonly bool _asksTime = earning.Rules.Any(rule => CompiledCondition.AsksTime(rule.When));
    private readonly bool _asksAnniversary =
        earning.Rules.Any(rule => CompiledCondition.AsksAnniversary(rule.When));
    private readonly bool _hasBounds = earning.Rules.Any(rule =>
        rule.MaximumPoints > 0
        || rule.When is not { MinimumSpendMinor: 0, MinimumQuantityThousandths: 0, MinimumReceiptMinor: 0 });
    private readonly bool _isByLine = earning.Scope == RateScope.Line;
    private readonly PointRate _base = earning.Points == 0
        ? default
        : new PointRate(earning.Points, earning.PerAmountMinor, earning.Rounding);

    /// <summary>What conditions may ask of a receipt; what none asks for may be left out.</summary>
    public ReceiptFacts FactsOf(
        Basket basket, TillContext context, LedgerTime time, PurchaserFacts member, int storeOrdinal, bool asksAll)
    {
        var facts = new ReceiptFacts(storeOrdinal, context.Channel, Day: 0, Minute: 0)
        {
            Payments = basket.Payments,
            PurchaseNumber = member.PurchaseNumber,
            TierId = member.TierId ?? "",
        };
        if (!_asksTime && !asksAll)
            return facts;
        var clock = groups.ClockOf(context.StoreId);
        var (day, minute) = clock.LocalAt(time);
        facts = facts with { Day = day, Minute = minute };
        if (member.PurchaseNumber == 0 || (!_asksAnniversary && !asksAll))
            return facts;
        var enrolDay = clock.LocalAt(member.EnrolTime).Day;
        return facts with { DaysSinceAnniversary = ReceiptFacts.DaysSinceAnniversaryOf(enrolDay, day) };
    }

    public BasketEvaluation Evaluate(Basket basket, TillContext context, LedgerTime time, PurchaserFacts member)
    {
        var lines = basket.Lines;
        if (lines.Length > Basket.LineCountMax)
            return Overflow;
        var matches = RuleMatches.Start(_index.Rules.Length);
        var store = _index.Stores is { } stores && stores.TryGetValue(context.StoreId, out var named)
            ? named
            : _index.Everywhere;
        var receipt = FactsOf(basket, context, time, member, store.Ordinal, asksAll: false);
        var everywhere = RulesOf(_index.Everywhere, receipt);
        var here = store == _index.Everywhere ? everywhere : RulesOf(store, receipt);
        var eligibleAmountMinor = 0L;
        var eligibleLineCount = 0;
        var excluded = default(LineSet);
        for (var i = 0; i < lines.Length; i++)
        {
            ref readonly var line = ref lines[i];
            if (line.AmountMinor is < 0 or > Basket.AmountMinorMax)
                return Overflow;
            if (_exclusions.Contain(line))
            {
                excluded = excluded.With(i);
                continue;
            }

            eligibleAmountMinor += line.AmountMinor;
            eligibleLineCount++;
            MatchLine(line, i, everywhere.OfLines, in receipt, in matches);
            if (here != everywhere)
                MatchRules(here.OfLines, line, i, in receipt, in matches);
        }

        if (eligibleLineCount > 0)
        {
            MatchReceipt(everywhere.OfReceipt, eligibleAmountMinor, in receipt, in matches);
            if (here != everywhere)
                MatchReceipt(here.OfReceipt, eligibleAmountMinor, in receipt, in matches);
        }

        var eligible = new EligibleLines(lines, excluded, eligibleAmountMinor);
        if (_hasBounds)
            matches.DropUnreached(_index.Rules, eligible);
        if (_index.GroupCount > 0)
            matches.DropExcluded(_index.Rules, _index.GroupCount, earning.Conflicts, eligible);
        var applied = new AppliedRule[1 + matches.Count()];
        var terms = new ClaimTerm[applied.Length];
        terms[0] = _base.TermOver(default) with { IsByLine = _isByLine };
        var points = _isByLine
            ? eligible.PointsByLine(_base, default, isOfQuantity: false)
            : _base.PointsFor(eligibleAmountMinor);
        applied[0] = new AppliedRule(AppliedRule.BaseRuleId, points, eligibleAmountMinor);
        points = Math.Min(points, LoyaltyProgram.PointsPerBasketMax + 1)
            + matches.WriteTo(applied.AsSpan(1), terms.AsSpan(1), _index.Rules, eligible);
        return points > LoyaltyProgram.PointsPerBasketMax
            ? Overflow
            : new BasketEvaluation(
                points,
                eligibleAmountMinor,
                applied,
                new ClaimSchedule(terms, excluded) { Bounds = _hasBounds ? matches.BoundsOf(_index.Rules, 1) : [] },
                false);
    }

    private PostedRules RulesOf(StorePosting posting, in ReceiptFacts receipt) =>
        _asksTime ? posting.On(receipt.Day, _index.Rules) : posting.All;

    // These match every eligible line, so the sum is counted at once.
    private void MatchReceipt(
        Candidate[] candidates, long eligibleAmountMinor, in ReceiptFacts receipt, in RuleMatches matches)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.IsProven || _index.Rules[candidate.Rule].Matches(default, receipt))
                matches.AddAll(candidate.Rule, eligibleAmountMinor);
        }
    }

    private void MatchLine(
        in BasketLine line, int lineNumber, Candidate[] everywhere, in ReceiptFacts receipt, in RuleMatches matches)
    {
        if (_index.Skus is { } skus && skus.TryGetValue(line.Sku, out var bySku))
            MatchRules(bySku, line, lineNumber, in receipt, in matches);
        if (_index.Categories is { } categories)
        {
            foreach (var category in line.Categories)
            {
                if (categories.TryGetValue(category, out var byCategory))
                    MatchRules(byCategory, line, lineNumber, in receipt, in matches);
            }
        }
        if (everywhere.Length > 0)
            MatchRules(everywhere, line, lineNumber, in receipt, in matches);
    }

    private void MatchRules(
        Candidate[] candidates, in BasketLine line, int lineNumber, in ReceiptFacts receipt, in RuleMatches matches)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.IsProven || _index.Rules[candidate.Rule].Matches(line, receipt))
                matches.Add(candidate.Rule, lineNumber, line.AmountMinor);
        }
    }
}
