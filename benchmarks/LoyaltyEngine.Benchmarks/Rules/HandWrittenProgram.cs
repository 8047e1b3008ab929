using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Benchmarks.Rules;

/// <summary>
/// The same twenty rules as a programmer would write them if they never changed: what compiled rules are compared with.
/// </summary>
internal static class HandWrittenProgram
{
    private const int Rules = 20;
    private const int FirstSkuRule = 15;
    private const int FirstStoreRule = 18;

    private static readonly string[] Ids =
    [
        .. Enumerable.Range(0, 15).Select(i => $"category-rule-{i:D2}"),
        .. Enumerable.Range(0, 3).Select(i => $"sku-rule-{i:D2}"),
        .. Enumerable.Range(0, 2).Select(i => $"store-rule-{i:D2}"),
    ];

    public static BasketEvaluation Evaluate(Basket basket, string storeId)
    {
        Span<long> matched = stackalloc long[Rules];
        Span<bool> matches = stackalloc bool[Rules];
        Span<ulong> lines = stackalloc ulong[Rules];
        long eligible = 0;
        for (var i = 0; i < basket.Lines.Length; i++)
        {
            ref readonly var line = ref basket.Lines[i];
            eligible += line.AmountMinor;
            foreach (var category in line.Categories)
                Match(CategoryRule(category), i, line.AmountMinor, matched, matches, lines);
            Match(SkuRule(line.Sku), i, line.AmountMinor, matched, matches, lines);
        }

        Match(StoreRule(storeId), line: -1, eligible, matched, matches, lines);

        var applied = new AppliedRule[1 + matches.Count(true)];
        var points = eligible / 100;
        var terms = new ClaimTerm[applied.Length];
        applied[0] = new AppliedRule(AppliedRule.BaseRuleId, points, eligible);
        terms[0] = new ClaimTerm(1, 100, RoundingMode.Down, default);
        var next = 1;
        for (var rule = 0; rule < Rules; rule++)
        {
            if (!matches[rule])
                continue;
            var given = Points(rule, matched[rule]);
            points += given;
            terms[next] = Term(rule, LineSet.Of(lines[rule]));
            applied[next++] = new AppliedRule(Ids[rule], given, matched[rule]);
        }

        return new BasketEvaluation(points, eligible, applied, new ClaimSchedule(terms, default), false);
    }

    private static ClaimTerm Term(int rule, LineSet lines) => rule switch
    {
        >= FirstStoreRule => new ClaimTerm(1, 100, RoundingMode.Down, lines),
        >= FirstSkuRule => new ClaimTerm(50, 0, RoundingMode.Down, lines),
        _ => new ClaimTerm(1 + (rule % 3), 200, RoundingMode.Down, lines),
    };

    private static void Match(
        int rule, int line, long amount, Span<long> matched, Span<bool> matches, Span<ulong> lines)
    {
        if (rule < 0)
            return;
        if (line >= 0)
            lines[rule] |= 1UL << line;
        matched[rule] += amount;
        matches[rule] = true;
    }

    private static long Points(int rule, long amount) => rule switch
    {
        >= FirstStoreRule => amount / 100,
        >= FirstSkuRule => 50,
        _ => amount * (5_000 + 5_000 * (rule % 3)) / (100 * 10_000),
    };

    private static int CategoryRule(string category) => category switch
    {
        "category-00" => 0,
        "category-01" => 1,
        "category-02" => 2,
        "category-03" => 3,
        "category-04" => 4,
        "category-05" => 5,
        "category-06" => 6,
        "category-07" => 7,
        "category-08" => 8,
        "category-09" => 9,
        "category-10" => 10,
        "category-11" => 11,
        "category-12" => 12,
        "category-13" => 13,
        "category-14" => 14,
        _ => -1,
    };

    private static int SkuRule(string sku) => sku switch
    {
        "SKU-00000" => FirstSkuRule,
        "SKU-00001" => FirstSkuRule + 1,
        "SKU-00002" => FirstSkuRule + 2,
        _ => -1,
    };

    private static int StoreRule(string storeId) => storeId switch
    {
        "store-000" => FirstStoreRule,
        "store-001" => FirstStoreRule + 1,
        _ => -1,
    };
}
