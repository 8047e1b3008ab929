using FsCheck;
using FsCheck.Fluent;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Tests.Programs;

/// <summary>Random programs and baskets over few words, so that rules, exclusions and lines meet often.</summary>
internal static class ProgramGenerators
{
    private static readonly string[] Skus = ["A", "B", "C", "D", "E", "F"];
    private static readonly string[] Categories = ["bakery", "cake", "fish", "tobacco"];
    private static readonly string[] Stores = ["S1", "S2", "S3"];

    public static Arbitrary<Case> Cases { get; } = Arb.From(
        from earning in Earnings
        from lines in Lines
        from store in Gen.Elements<string>([.. Stores, "", "unknown"])
        select new Case(earning, new Basket("GBP", lines), store));

    private static Gen<EarningDefinition> Earnings =>
        from points in Gen.OneOf(Gen.Constant(0L), Between(1, 10), Between(1, ProgramLimits.BasePointsMax))
        from perAmountMinor in Gen.OneOf(Between(1, 500), Between(1, ProgramLimits.PerAmountMinorMax))
        from rounding in Gen.Elements(Enum.GetValues<RoundingMode>())
        from ruleCount in Gen.Frequency((4, Gen.Choose(0, 12)), (1, Gen.Choose(13, 200)))
        from rules in Rule(points != 0).ArrayOf(ruleCount)
        from exclusionCount in Gen.Choose(0, 2)
        from exclusions in Match.Where(match => match.Skus.Count + match.Categories.Count > 0).ArrayOf(exclusionCount)
        select new EarningDefinition
        {
            Points = points,
            PerAmountMinor = perAmountMinor,
            Rounding = rounding,
            Rules = [.. rules.Select((rule, i) => rule with { Id = $"rule-{i}" })],
            Exclusions = exclusions,
        };

    private static Gen<LineMatch> Match =>
        from skus in Some(Skus)
        from categories in Some(Categories)
        select new LineMatch { Skus = skus, Categories = categories };

    private static Gen<BasketLine[]> Lines =>
        from count in Gen.Frequency((6, Gen.Choose(1, 8)), (1, Gen.Choose(9, 120)))
        from lines in Line.ArrayOf(count)
        select lines;

    private static Gen<BasketLine> Line =>
        from sku in Gen.Elements(Skus)
        from categories in Some(Categories)
        from amountMinor in Gen.Frequency(
            (1, Gen.Constant(0L)), (6, Between(1, 5_000)), (1, Between(1, Basket.AmountMinorMax)))
        select new BasketLine("", sku, categories, 1_000, amountMinor);

    private static Gen<RuleDefinition> Rule(bool mayMultiply) =>
        from match in Match
        from stores in Some(Stores)
        from multiplies in mayMultiply ? Gen.Elements(true, false) : Gen.Constant(false)
        from multiplierBps in Between(ProgramLimits.MultiplierBpsMin, ProgramLimits.MultiplierBpsMax)
        from fixedPoints in Between(1, 1_000)
        from least in Gen.Frequency((2, Gen.Constant(0L)), (1, Between(1, 9_000)))
        from most in Gen.Frequency((2, Gen.Constant(0L)), (1, Between(1, 300)))
        select new RuleDefinition
        {
            Id = "",
            Match = match,
            Stores = stores,
            MultiplierBps = multiplies ? multiplierBps : null,
            FixedPoints = multiplies ? null : fixedPoints,
            MinimumSpendMinor = least,
            MaximumPoints = most,
        };

    private static Gen<string[]> Some(string[] words) => Gen.Frequency(
        (2, Gen.Constant(Array.Empty<string>())),
        (3, Gen.SubListOf(words).Select(list => list.ToArray())));

    private static Gen<long> Between(long least, long most) =>
        ArbMap.Default.GeneratorFor<long>().Select(drawn => Math.Abs(drawn % (most - least + 1)) + least);

    /// <summary>One program, one basket, one store.</summary>
    internal sealed record Case(EarningDefinition Earning, Basket Basket, string StoreId);
}
