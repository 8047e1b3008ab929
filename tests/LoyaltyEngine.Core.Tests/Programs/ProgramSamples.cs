using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Core.Tests.Programs;

/// <summary>Definitions and baskets that tests vary.</summary>
internal static class ProgramSamples
{
    /// <summary>1 point for each whole pound.</summary>
    public static readonly EarningDefinition PointAPound = new() { Points = 1, PerAmountMinor = 100 };

    public static readonly ProgramDefinition Valid = new()
    {
        Id = "sample",
        CurrencyCode = "GBP",
        TimeZone = "Europe/London",
        BeginDate = new LocalDate(2009, 1, 1),
        Earning = PointAPound,
        Tiers = new TierTableDefinition
        {
            HoldPeriods = 1,
            Tiers =
            [
                new() { Id = "bronze" },
                new() { Id = "silver", Threshold = 1_000, RetainThreshold = 800 },
                new() { Id = "gold", Threshold = 3_000 },
            ],
        },
        StoreGroups =
        [
            new StoreGroupDefinition { Id = "mainland", Stores = ["S1", "S2"] },
            new StoreGroupDefinition { Id = "islands", Stores = ["S3"], TimeZone = "Atlantic/Azores" },
            new StoreGroupDefinition { Id = "big", Stores = ["S1", "S3"] },
        ],
        Burning = new BurningDefinition { PointsPerCurrencyUnit = 100, MinimumPoints = 100, StepPoints = 50 },
    };

    public static LoyaltyProgram Compile(EarningDefinition earning) => Compile(Valid with { Earning = earning });

    public static LoyaltyProgram Compile(ProgramDefinition definition) =>
        LoyaltyProgram.Compile(definition, 1, Instant.FromUtc(2009, 1, 1, 0, 0));

    public static LoyaltyProgram CompileRules(params RuleDefinition[] rules) =>
        Compile(PointAPound with { Rules = rules });

    public static RuleDefinition Double(string id, string[]? skus = null, string[]? categories = null,
        string[]? stores = null) => Rule(id, skus, categories, stores) with { MultiplierBps = 20_000 };

    public static RuleDefinition Fixed(string id, long points, string[]? skus = null, string[]? categories = null,
        string[]? stores = null) => Rule(id, skus, categories, stores) with { FixedPoints = points };

    public static BasketLine Line(long amountMinor, string sku = "ANY", params string[] categories) =>
        new("", sku, categories, 1_000, amountMinor);

    public static BasketEvaluation Evaluate(this LoyaltyProgram program, string storeId, params BasketLine[] lines) =>
        program.Evaluate(new Basket("GBP", lines), TillContext.Empty with { StoreId = storeId }, Members.Requests.Noon);

    /// <summary>The rules that do not apply to a purchase, and why.</summary>
    public static List<SkippedRule> Explain(
        this LoyaltyProgram program, Basket basket, TillContext till, LedgerTime time, PurchaserFacts member = default)
    {
        var evaluation = program.Evaluate(basket, till, time, member);
        var purchase = new MemberEvent.PointsEarned(basket, evaluation.EligibleAmountMinor, evaluation.AppliedRules)
        {
            Claim = evaluation.Claim,
            Origin = new EntryOrigin
            {
                Revision = 2,
                RecordTime = time,
                OccurTime = time,
                RequestId = "r",
                RequestKey = 1,
                ContentHash = default,
                Principal = "",
                ProgramVersion = program.Version,
                Context = till,
            },
            BalanceAfter = default,
        };
        return [.. program.Explain(purchase, member)];
    }

    private static RuleDefinition Rule(string id, string[]? skus, string[]? categories, string[]? stores) => new()
    {
        Id = id,
        When = new RuleCondition { Skus = skus ?? [], Categories = categories ?? [], Stores = stores ?? [] },
    };
}
