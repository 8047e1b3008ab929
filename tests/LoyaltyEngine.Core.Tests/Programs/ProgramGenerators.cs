using FsCheck;
using FsCheck.Fluent;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tests.Members;
using NodaTime;

namespace LoyaltyEngine.Core.Tests.Programs;

/// <summary>Random programs and baskets over few words, so that rules, exclusions and lines meet often.</summary>
internal static class ProgramGenerators
{
    // That of the usual noon.
    private static readonly LocalDate s_day = new(2026, 5, 28);

    private static readonly string[] s_groupIds =
        [.. ProgramSamples.Valid.StoreGroups.Select(known => known.Id)];

    private static readonly string[] Skus = ["A", "B", "C", "D", "E", "F"];
    private static readonly string[] Categories = ["bakery", "cake", "fish", "tobacco"];
    private static readonly string[] Stores = ["S1", "S2", "S3"];
    private static readonly string[] Channels = ["app", "online"];

    /// <summary>Cases of all programs.</summary>
    public static Arbitrary<Case> Cases { get; } = Arb.From(CasesOf(excludes: true));

    /// <summary>Cases of programs no rule of which excludes another.</summary>
    public static Arbitrary<Case> CasesWithoutConflicts { get; } = Arb.From(CasesOf(excludes: false));

    private static Gen<Case> CasesOf(bool excludes) =>
        from earning in Earnings(excludes)
        from lines in Lines
        from store in Gen.Elements<string>([.. Stores, "", "unknown"])
        from channel in Gen.Elements<string>([.. Channels, "", "unknown"])
        from payments in Some(["card", "cash", "points"])
        from purchase in Gen.Choose(0, 4)
        from enrolled in Gen.Choose(-1_100, 3)
        from tier in Gen.Elements("bronze", "silver", "gold", null)
        from minute in Gen.Choose(-5 * DayHours.MinuteCount, 5 * DayHours.MinuteCount)
        select new Case(
            earning,
            new Basket("GBP", lines) { Payments = [.. payments.Select(tender => new Payment(tender, 1))] },
            TillContext.Empty with { StoreId = store, Channel = channel },
            Requests.Noon.PlusSeconds(60L * minute),
            new PurchaserFacts(purchase, Requests.Noon.PlusSeconds(86_400L * enrolled), tier));

    private static Gen<EarningDefinition> Earnings(bool excludes) =>
        from points in Gen.OneOf(Gen.Constant(0L), Between(1, 10), Between(1, ProgramLimits.BasePointsMax))
        from perAmountMinor in Gen.OneOf(Between(1, 500), Between(1, ProgramLimits.PerAmountMinorMax))
        from rounding in Gen.Elements(Enum.GetValues<RoundingMode>())
        from ruleCount in Gen.Frequency((4, Gen.Choose(0, 12)), (1, Gen.Choose(13, 200)))
        from rules in Rule(points != 0, excludes).ArrayOf(ruleCount)
        from scope in Gen.Elements(Enum.GetValues<RateScope>())
        from conflicts in excludes ? Gen.Elements(Enum.GetValues<ConflictPolicy>()) : Gen.Constant(ConflictPolicy.Sum)
        from exclusionCount in Gen.Choose(0, 2)
        from exclusions in Match.Where(match => match.Skus.Count + match.Categories.Count > 0).ArrayOf(exclusionCount)
        select new EarningDefinition
        {
            Points = points,
            PerAmountMinor = perAmountMinor,
            Rounding = rounding,
            Scope = scope,
            Conflicts = conflicts,
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
        from quantity in Gen.Frequency((3, Gen.Constant(1_000L)), (1, Between(1, 4_000)))
        select new BasketLine("", sku, categories, quantity, amountMinor);

    private static Gen<RuleDefinition> Rule(bool mayMultiply, bool excludes) =>
        from when in Condition(depth: 0)
        from multiplies in mayMultiply ? Gen.Elements(true, false) : Gen.Constant(false)
        from multiplierBps in Between(ProgramLimits.MultiplierBpsMin, ProgramLimits.MultiplierBpsMax)
        from fixedPoints in Gen.Frequency(
            (2, Between(1, 1_000).Select(drawn => (long?)drawn)), (1, Gen.Constant((long?)null)))
        from rate in Rate
        from name in excludes ? Gen.Elements("", "", "a", "b") : Gen.Constant("")
        from priority in Gen.Choose(0, 2)
        from most in Gen.Frequency((2, Gen.Constant(0L)), (1, Between(1, 300)))
        select new RuleDefinition
        {
            Id = "",
            When = when,
            MultiplierBps = multiplies ? multiplierBps : null,
            FixedPoints = multiplies ? null : fixedPoints,
            Rate = multiplies || fixedPoints is not null ? null : rate,
            Group = name,
            Priority = priority,
            MaximumPoints = most,
        };

    private static Gen<RuleRate> Rate =>
        from points in Between(1, 50)
        from isOfQuantity in Gen.Elements(true, false)
        from per in Between(1, 2_000)
        from rounding in Gen.Elements(Enum.GetValues<RoundingMode>())
        from scope in Gen.Elements(Enum.GetValues<RateScope>())
        select new RuleRate
        {
            Points = points,
            PerAmountMinor = isOfQuantity ? 0 : per,
            PerQuantityThousandths = isOfQuantity ? per : 0,
            Rounding = rounding,
            Scope = scope,
        };

    // Half of the rules ask for nothing but lines and stores.
    private static Gen<RuleCondition> Condition(int depth) =>
        from match in Match
        from stores in Some(Stores)
        from least in Gen.Frequency((2, Gen.Constant(0L)), (depth == 0 ? 1 : 0, Between(1, 9_000)))
        from more in Gen.Frequency(
            (depth == 0 ? 3 : 1, Gen.Constant(new RuleCondition())), (depth > 2 ? 0 : 3, ReceiptCondition(depth)))
        from any in depth < 2 && more.Hours.Count > 0 ? Some(depth) : Gen.Constant(new List<RuleCondition>())
        from not in depth < 2 && more.Weekdays.Count > 0 ? Some(depth) : Gen.Constant(new List<RuleCondition>())
        select more with
        {
            Skus = depth == 0 || more.Weekdays.Count + more.Hours.Count > 0 || match.Skus.Count > 0
                ? match.Skus
                : ["A", "B"],
            Categories = match.Categories,
            Stores = more.StoreGroups.Count > 0 ? [] : stores,
            MinimumSpendMinor = least,
            Any = any,
            Not = not,
        };

    private static Gen<List<RuleCondition>> Some(int depth) =>
        from count in Gen.Choose(0, 2)
        from conditions in Condition(depth + 1).ListOf(count)
        select conditions.ToList();

    private static Gen<RuleCondition> ReceiptCondition(int depth) =>
        from groups in Gen.SubListOf(s_groupIds)
        from channels in Some(Channels)
        from begin in Gen.Choose(-6, 6)
        from days in Gen.Choose(-3, 8)
        from weekdays in Gen.SubListOf(Enumerable.Range(1, 7).Select(day => (IsoDayOfWeek)day).ToArray())
        from begins in Gen.Choose(0, DayHours.MinuteCount - 1)
        from minutes in Gen.Choose(1, DayHours.MinuteCount - 1)
        from quantity in Gen.Frequency((3, Gen.Constant(0L)), (depth == 0 ? 1 : 0, Between(1, 6_000)))
        from receipt in Gen.Frequency((3, Gen.Constant(0L)), (depth == 0 ? 1 : 0, Between(1, 20_000)))
        from kept in Gen.Choose(0, 1_023)
        from tiers in Gen.SubListOf("bronze", "silver", "gold")
        from tenders in Some(["card", "points"])
        from purchases in Gen.SubListOf(1, 2, 3)
        from every in Gen.Choose(2, 3)
        from anniversary in Gen.Choose(1, 365)
        let until = (begins + minutes) % DayHours.MinuteCount
        select new RuleCondition
        {
            StoreGroups = (kept & 1) == 0 ? [] : [.. groups],
            Channels = (kept & 2) == 0 ? [] : channels,
            FromDate = (kept & 4) == 0 ? null : s_day.PlusDays(begin),
            ThroughDate = (kept & 4) == 0 || days < 0 ? null : s_day.PlusDays(begin + days),
            Weekdays = (kept & 8) == 0 ? [] : [.. weekdays],
            Hours = (kept & 16) == 0 ? [] : [new DayHours(begins, until == 0 ? DayHours.MinuteCount : until)],
            Tenders = (kept & 256) == 0 ? [] : tenders,
            Tiers = (kept & 512) == 0 ? [] : [.. tiers],
            PurchaseNumbers = (kept & 32) == 0 ? [] : [.. purchases],
            EveryPurchase = (kept & 96) == 64 ? every : 0,
            AnniversaryDays = (kept & 128) == 0 ? 0 : anniversary,
            MinimumQuantityThousandths = quantity,
            MinimumReceiptMinor = receipt,
        };

    private static Gen<string[]> Some(string[] words) => Gen.Frequency(
        (2, Gen.Constant(Array.Empty<string>())),
        (3, Gen.SubListOf(words).Select(list => list.ToArray())));

    private static Gen<long> Between(long least, long most) =>
        ArbMap.Default.GeneratorFor<long>().Select(drawn => Math.Abs(drawn % (most - least + 1)) + least);

    /// <summary>One program, one basket, where, when and by whom it was bought.</summary>
    internal sealed record Case(
        EarningDefinition Earning, Basket Basket, TillContext Context, LedgerTime Time, PurchaserFacts Member);
}
