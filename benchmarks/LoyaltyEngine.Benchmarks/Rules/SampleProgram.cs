using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Benchmarks.Rules;

/// <summary>The program of twenty rules and the basket of five lines that the benchmarks share.</summary>
internal static class SampleProgram
{
    /// <summary>A store that one of the rules names.</summary>
    public const string StoreId = "store-001";

    /// <summary>A till in that store.</summary>
    public static readonly TillContext Till = TillContext.Empty with { StoreId = StoreId };

    /// <summary>When the basket is bought.</summary>
    public static readonly LedgerTime Time = LedgerTime.FromInstant(Instant.FromUtc(2026, 11, 27, 17, 30));

    private static readonly Instant Begin = Instant.FromUtc(2020, 1, 1, 0, 0);

    /// <summary>
    /// Fifteen rules for a category each (multipliers), three for an article each (fixed points), two for a store each
    /// (multipliers of the whole receipt). Seven of them match the basket.
    /// </summary>
    public static LoyaltyProgram TwentyRules()
    {
        var rules = new List<RuleDefinition>();
        for (var i = 0; i < 15; i++)
        {
            rules.Add(new RuleDefinition
            {
                Id = $"category-rule-{i:D2}",
                When = new RuleCondition { Categories = [$"category-{i:D2}"] },
                MultiplierBps = 15_000 + 5_000 * (i % 3),
            });
        }

        for (var i = 0; i < 3; i++)
        {
            rules.Add(new RuleDefinition
            {
                Id = $"sku-rule-{i:D2}",
                When = new RuleCondition { Skus = [$"SKU-{i:D5}"] },
                FixedPoints = 50,
            });
        }

        for (var i = 0; i < 2; i++)
        {
            rules.Add(new RuleDefinition
            {
                Id = $"store-rule-{i:D2}",
                When = new RuleCondition { Stores = [$"store-{i:D3}"] },
                MultiplierBps = 20_000,
            });
        }

        return Compile(rules);
    }

    /// <summary>So many rules for a category each; the basket's five lines match ten of them.</summary>
    public static LoyaltyProgram ManyRules(int count)
    {
        var rules = new List<RuleDefinition>();
        for (var i = 0; i < count; i++)
        {
            rules.Add(new RuleDefinition
            {
                Id = $"rule-{i:D4}",
                When = i < 10
                    ? new RuleCondition { Categories = [$"category-{i % 5:D2}"] }
                    : new RuleCondition { Categories = [$"other-{i:D4}"] },
                MultiplierBps = 20_000,
            });
        }

        return Compile(rules);
    }

    /// <summary>So many rules for whole receipts, each of a few days; ten are of the day of the basket, and the others
    /// of days before and after it.</summary>
    public static LoyaltyProgram Campaigns(int count) => Compile(
    [
        .. Enumerable.Range(0, count).Select(i => new RuleDefinition
        {
            Id = $"campaign-{i:D4}",
            When = new RuleCondition
            {
                FromDate = i < 10 ? new LocalDate(2026, 11, 27) : new LocalDate(2024, 1, 1).PlusDays(7 * i),
                ThroughDate = i < 10 ? new LocalDate(2026, 11, 30) : new LocalDate(2024, 1, 3).PlusDays(7 * i),
            },
            MultiplierBps = 20_000,
        }),
    ]);

    /// <summary>A base rate and three tiers, of which one is reached.</summary>
    public static LoyaltyProgram WithTiers(TierPeriod period) => Compile([], new TierTableDefinition
    {
        Period = period,
        Months = period == TierPeriod.RollingMonths ? 12 : 0,
        HoldPeriods = period == TierPeriod.RollingMonths ? 0 : 1,
        Tiers =
        [
            new() { Id = "basic" }, new() { Id = "silver", Threshold = 500 }, new() { Id = "gold", Threshold = 50_000 },
        ],
    });

    /// <summary>Five lines of five categories; the first is an article that a rule names.</summary>
    public static Basket Basket() => new("GBP",
    [
        .. Enumerable.Range(0, 5).Select(i => new BasketLine(
            $"{i + 1}", $"SKU-{i * 1_000:D5}", [$"category-{i:D2}"], 1_000 * (i + 1), 199 + 350 * i)),
    ]);

    private static LoyaltyProgram Compile(
        IReadOnlyList<RuleDefinition> rules, TierTableDefinition? tiers = null) => LoyaltyProgram.Compile(
        new ProgramDefinition
        {
            Id = "bench",
            DisplayName = "Benchmark",
            CurrencyCode = "GBP",
            TimeZone = "Europe/London",
            BeginDate = new LocalDate(2020, 1, 1),
            Tiers = tiers,
            Earning = new EarningDefinition { Points = 1, PerAmountMinor = 100, Rules = rules },
        },
        version: 1,
        Begin);
}
