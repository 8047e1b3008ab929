using FsCheck;
using FsCheck.Fluent;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Core.Tests.Programs;

public sealed class ProgramComparisonTests
{
    private static readonly RuleDefinition Bakery = new()
    {
        Id = "bakery",
        When = new RuleCondition { Categories = ["bakery", "cake"], Stores = ["S001"] },
        MultiplierBps = 20_000,
    };

    private static readonly ProgramDefinition Plain = new()
    {
        Id = "shop",
        DisplayName = "Shop",
        CurrencyCode = "GBP",
        TimeZone = "Europe/London",
        BeginDate = new LocalDate(2009, 1, 1),
        Earning = new EarningDefinition { Points = 1, PerAmountMinor = 100, Rules = [Bakery] },
        Burning = new BurningDefinition { PointsPerCurrencyUnit = 100, MinimumPoints = 100, StepPoints = 50 },
        StoreGroups = [new() { Id = "old", Stores = ["S7", "S8"] }],
        Identifiers = [new() { Kind = "card", Format = IdentifierFormat.Digits, LengthMin = 13 }],
        Consents = ["news"],
    };

    /// <summary>What is changed, and the one line that tells it.</summary>
    public static TheoryData<ProgramDefinition, string> Changes { get; } = new()
    {
        {
            Plain with { Identifiers = [.. Plain.Identifiers, new() { Kind = "app" }] },
            "identifiers: members with identifiers of the kind: new: app, text of 1 to 128 characters"
        },
        {
            Plain with { Identifiers = [Plain.Identifiers[0] with { Check = CheckDigit.Luhn, LengthMax = 19 }] },
            "identifiers: members with identifiers of the kind: card: digits of 13 to 19 characters with a check digit "
            + "instead of digits of 13 to 128 characters; what was given before stays"
        },
        {
            Plain with { Statuses = new() { Blocked = MemberActions.None } },
            "status.blocked: members who are blocked: may nothing instead of earn, return goods, have entries undone, "
            + "be updated"
        },
        {
            Plain with { Enrolment = new() { AtTill = true } },
            "enrolment.at_till: shoppers with an identifier that nobody has: become members with their first earn"
        },
        {
            Plain with { Attributes = [new() { Name = "wedding", Type = AttributeType.Date }] },
            "attributes: members of whom something is known: new: wedding, a date such as 2026-01-31"
        },
        {
            Plain with { Consents = [] },
            "consents: members who are asked for consent: news cannot be given any more; what was given before stays"
        },
        {
            Plain with { DisplayName = "Store" },
            "name: everybody: the program is called \"Store\" instead of \"Shop\""
        },
        {
            Plain with { CurrencyCode = "EUR", Burning = Plain.Burning, Earning = Plain.Earning with { Points = 0 } },
            "currency: every purchase and every burn: counts in EUR instead of GBP, which is refused"
        },
        {
            Plain with { LateDays = 7 },
            "late_days: tills that tell of purchases of earlier days: may within 7 days instead of at any time"
        },
        {
            Plain with { Returns = Plain.Returns with { GraceDays = 30 } },
            "returns.grace_days: burned points that come back because of the merchant: are good for 30 days at least "
            + "instead of 0"
        },
        {
            Plain with { Returns = Plain.Returns with { WaitDays = 7 } },
            "returns.wait_days: returns that come before their sales: wait for them 7 days instead of 0"
        },
        {
            Plain with { TimeZone = "UTC" },
            "time_zone: every purchase: days begin and end by UTC instead of Europe/London"
        },
        {
            Plain with { BeginDate = new LocalDate(2010, 2, 3) },
            "begins: nobody: 2010-02-03 instead of 2009-01-01 changes nothing: "
            + "the program's first version says when it began"
        },
        {
            Plain with { Earning = Plain.Earning with { Points = 3, PerAmountMinor = 250 } },
            "earning.base: every purchase: earns 3 for each 2.50 GBP instead of 1 for each 1.00 GBP; "
            + "rules that multiply the base rate follow"
        },
        {
            Plain with { Earning = Plain.Earning with { Rounding = RoundingMode.Up } },
            "earning.base.rounding: every purchase: a fraction of a point is rounded up instead of down; "
            + "rules that multiply the base rate follow"
        },
        {
            Plain with { Earning = Plain.Earning with { Rules = [] } },
            "earning.rules: purchases of category bakery or cake in store S001: rule bakery ends; it was: "
            + "2 times the base rate"
        },
        {
            Plain with { Earning = Plain.Earning with { Rules = [Bakery, new() { Id = "gift", FixedPoints = 50 }] } },
            "earning.rules: every purchase: new rule gift: 50 points a receipt"
        },
        {
            Plain with { Earning = Plain.Earning with { Rules = [Bakery with { MultiplierBps = 15_000 }] } },
            "earning.rules: purchases of category bakery or cake in store S001: rule bakery: 1.5 times the base rate "
            + "instead of: 2 times the base rate"
        },
        {
            Plain with { Earning = Plain.Earning with { Rules = [Bakery with { MaximumPoints = 9 }] } },
            "earning.rules: purchases of category bakery or cake in store S001: rule bakery: 2 times the base rate, "
            + "at most 9 points instead of: 2 times the base rate"
        },
        {
            WithRule(Bakery with { When = Bakery.When with { MinimumSpendMinor = 500 } }),
            "earning.rules: purchases of category bakery or cake in store S001, and purchases of category bakery or "
            + "cake in store S001 for at least 500 minor units: rule bakery (2 times the base rate) applies to "
            + "purchases of category bakery or cake in store S001 for at least 500 minor units instead of purchases of "
            + "category bakery or cake in store S001"
        },
        {
            WithRule(Bakery with { When = Bakery.When with { Stores = [], Hours = [new(600, 660)] } }),
            "earning.rules: purchases of category bakery or cake in store S001, and purchases of category bakery or "
            + "cake at 10:00-11:00: rule bakery (2 times the base rate) applies to purchases of category bakery or "
            + "cake at 10:00-11:00 instead of purchases of category bakery or cake in store S001"
        },
        {
            WithRule(Bakery with
            {
                MultiplierBps = null,
                Rate = new() { Points = 2, PerAmountMinor = 100, Scope = RateScope.Line },
                Group = "sweet",
                Priority = 3,
            }),
            "earning.rules: purchases of category bakery or cake in store S001: rule bakery: 2 points for each 100 "
            + "minor units of each line, rounded down, one of group sweet, priority 3 instead of: 2 times the base rate"
        },
        {
            Plain with { Earning = Plain.Earning with { Scope = RateScope.Line } },
            "earning.base.scope: every purchase: is rounded line by line instead of once a receipt; rules that "
            + "multiply the base rate follow"
        },
        {
            Plain with { Earning = Plain.Earning with { Conflicts = ConflictPolicy.BestForMember } },
            "earning.conflicts: purchases to which several rules apply that exclude each other: of rules without a "
            + "group and of each group, the one counts that gives most instead of all rules count, and of each group "
            + "the one that gives most"
        },
        {
            Plain with { StoreGroups = [.. Plain.StoreGroups, new() { Id = "new", Stores = ["S001", "S002"] }] },
            "store_groups: stores S001 or S002: new group new"
        },
        {
            Plain with { StoreGroups = [.. Plain.StoreGroups.Select(known => known with { Stores = ["S9"] })] },
            "store_groups: stores S7 or S8, and S9: group old has other stores than before"
        },
        {
            Plain with { StoreGroups = [.. Plain.StoreGroups.Select(known => known with { TimeZone = "Asia/Tokyo" })] },
            "store_groups: stores S7 or S8: rules reckon days and hours there by Asia/Tokyo instead of Europe/London"
        },
        {
            WithRule(Bakery with { When = Bakery.When with { Stores = [] } }),
            "earning.rules: purchases of category bakery or cake in store S001, and purchases of category bakery or "
            + "cake: rule bakery (2 times the base rate) applies to purchases of category bakery or cake instead of "
            + "purchases of category bakery or cake in store S001"
        },
        {
            Plain with { Earning = Plain.Earning with { Exclusions = [new LineMatch { Skus = ["BAG"] }] } },
            "earning.exclusions: lines of SKU BAG: earn nothing any more and count for no rule"
        },
        {
            Plain with { Burning = null },
            "burning: members who pay with points: cannot do so any more; it was 100 points pay 1 GBP, at least 100, "
            + "in steps of 50"
        },
        {
            Plain with { Burning = Plain.Burning with { MinimumPoints = 200 } },
            "burning.minimum: members who pay with points: 200 points at least instead of 100"
        },
        {
            Plain with { Returns = new ReturnDefinition { WithoutReference = UnreferencedReturns.Refuse } },
            "returns.without_reference: members who bring goods back without a reference to their sale: are refused, "
            + "where the return took points back"
        },
        {
            Plain with { Returns = new ReturnDefinition { Shortfall = ShortfallPolicy.Forgive } },
            "returns.shortfall: members who have fewer points than are taken back: are forgiven the rest instead of "
            + "owing it"
        },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void Between_OneThingChanged_TellsItForWhom(ProgramDefinition after, string expected) =>
        ProgramComparison.Between(Plain, after)[0].ToString().ShouldBe(expected);

    [Fact]
    public void Between_BackAgain_TellsTheOpposite()
    {
        foreach (var row in Changes)
        {
            var (after, _) = row.Data;
            var there = ProgramComparison.Between(Plain, after);
            ProgramComparison.Between(after, Plain).Select(change => change.Path)
                .ShouldBe(there.Select(change => change.Path), ignoreOrder: true);
        }
    }

    [Fact]
    public void Between_OrderOfRulesAndWords_IsNoChange()
    {
        var gift = new RuleDefinition { Id = "gift", FixedPoints = 50 };
        var before = Plain with { Earning = Plain.Earning with { Rules = [Bakery, gift] } };
        var turned = Bakery with { When = Bakery.When with { Categories = ["cake", "bakery"] } };
        var after = Plain with { Earning = Plain.Earning with { Rules = [gift, turned] } };

        ProgramComparison.Between(before, after).ShouldBeEmpty();
    }

    [Fact]
    public void Between_ManyRules_TellsABoundedNumber()
    {
        var rules = Enumerable.Range(0, 5_000).Select(i => new RuleDefinition { Id = $"r{i}", FixedPoints = 1 });
        var after = Plain with { Earning = Plain.Earning with { Rules = [.. rules] } };

        ProgramComparison.Between(Plain, after).Count.ShouldBe(ProgramComparison.ChangeCountMax);
    }

    private static ProgramDefinition WithRule(RuleDefinition rule) =>
        Plain with { Earning = Plain.Earning with { Rules = [rule] } };

    // Whatever decides a basket otherwise is told.
    [Fact]
    public void Between_NothingTold_DecidesEveryBasketAlike()
    {
        var alike = 0;
        Laws.Hold(Neighbours, 2_000, pair =>
        {
            var before = ProgramSamples.Valid with { Earning = pair.One.Earning };
            var after = before with { Earning = pair.Other.Earning };
            ProgramComparison.Between(before, before).ShouldBeEmpty();
            if (ProgramComparison.Between(before, after).Count > 0)
                return;
            alike++;
            var (first, second) = (Compile(before), Compile(after));
            foreach (var each in new[] { pair.One, pair.Other })
            {
                first.Evaluate(each.Basket, each.Context, each.Time, each.Member).Points
                    .ShouldBe(second.Evaluate(each.Basket, each.Context, each.Time, each.Member).Points);
            }
        });
        alike.ShouldBeGreaterThan(20);
    }

    // The one's program with a part of another's, or with its parts in another order.
    private static Arbitrary<(ProgramGenerators.Case One, ProgramGenerators.Case Other)> Neighbours { get; } = Arb.From(
        from one in ProgramGenerators.Cases.Generator
        from other in ProgramGenerators.Cases.Generator
        from part in Gen.Choose(0, 3)
        let rules = one.Earning.Rules.Count == 0 ? [] : one.Earning.Rules.Skip(1).Append(one.Earning.Rules[0]).ToList()
        select (one, other with
        {
            Earning = part switch
            {
                0 => one.Earning with { Exclusions = other.Earning.Exclusions },
                1 => one.Earning with { Rounding = other.Earning.Rounding },
                2 => one.Earning with { Rules = rules },
                _ => one.Earning with { Exclusions = [.. one.Earning.Exclusions.Reverse()], Rules = rules },
            },
        }));

    private static LoyaltyProgram Compile(ProgramDefinition definition) =>
        LoyaltyProgram.Compile(definition, 1, Instant.FromUtc(2020, 1, 1, 0, 0));
}
