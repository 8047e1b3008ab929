using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Tests.Programs;

public sealed class LoyaltyProgramProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    [Fact]
    public void Evaluate_AnyProgramAndBasket_AgreesWithTheReference() => Holds(given => Agrees(given, Evaluate(given)));

    // What a program finds once a day must not be told of another.
    [Fact]
    public void Evaluate_OneProgramOnManyDays_AgreesWithTheReference() => Holds(given =>
    {
        var program = ProgramSamples.Compile(given.Earning);
        return ((int[])[0, 1, -1, 1, 8, 0, 8]).All(days =>
        {
            var then = given with { Time = given.Time.PlusSeconds(86_400L * days) };
            return Agrees(then, Evaluate(program, then));
        });
    });

    // Each rule either applies or is told of, once and with the reason that the reference finds.
    [Fact]
    public void Explain_AnyProgramAndBasket_TellsOfEveryOtherRuleWhatTheReferenceFinds()
    {
        var reasons = new HashSet<RuleSkipReason>();
        Holds(given =>
        {
            var program = ProgramSamples.Compile(given.Earning);
            var evaluation = Evaluate(program, given);
            if (evaluation.Overflowed)
                return true;
            var skipped = program.Explain(given.Basket, given.Context, given.Time, given.Member);
            reasons.UnionWith(skipped.Select(rule => rule.Reason));
            var told = evaluation.AppliedRules.Skip(1).Select(rule => rule.RuleId)
                .Concat(skipped.Select(rule => rule.RuleId));
            return told.Order().SequenceEqual(given.Earning.Rules.Select(rule => rule.Id).Order())
                && skipped.All(rule => rule.Detail.Length > 0 && WouldApplyWithout(given, rule));
        });

        reasons.ShouldBe(Enum.GetValues<RuleSkipReason>(), ignoreOrder: true);
    }

    // Of a rule alone and without what it is said to fail by, no earlier reason may be left.
    private static bool WouldApplyWithout(ProgramGenerators.Case given, SkippedRule skipped)
    {
        var rule = given.Earning.Rules.Single(known => known.Id == skipped.RuleId);
        var when = rule.When;
        var earlier = skipped.Reason switch
        {
            RuleSkipReason.NothingEligible or RuleSkipReason.Store => new RuleCondition(),
            RuleSkipReason.Channel => when with { Channels = [] },
            RuleSkipReason.Tender => when with { Tenders = [] },
            RuleSkipReason.Date => when with { FromDate = null, ThroughDate = null },
            RuleSkipReason.Weekday => when with { Weekdays = [] },
            RuleSkipReason.Hours => when with { Hours = [] },
            RuleSkipReason.Purchase => when with { PurchaseNumbers = [], EveryPurchase = 0 },
            RuleSkipReason.Anniversary => when with { AnniversaryDays = 0 },
            RuleSkipReason.Tier => when with { Tiers = [] },
            RuleSkipReason.Lines => when with { Skus = [], Categories = [] },
            RuleSkipReason.AnyOf => when with { Any = [] },
            RuleSkipReason.NoneOf => when with { Not = [] },
            RuleSkipReason.MinimumSpend => when with { MinimumSpendMinor = 0 },
            RuleSkipReason.MinimumQuantity => when with { MinimumQuantityThousandths = 0 },
            RuleSkipReason.MinimumReceipt => when with { MinimumReceiptMinor = 0 },
            _ => when,
        };
        // What comes later in the order may fail as well, and is left out.
        earlier = skipped.Reason switch
        {
            RuleSkipReason.Conflict => earlier,
            >= RuleSkipReason.MinimumSpend => Without(earlier),
            _ => Without(earlier) with { Any = [], Not = [], Skus = [], Categories = [] },
        };
        earlier = skipped.Reason < RuleSkipReason.Tier ? earlier with { Tiers = [] } : earlier;
        earlier = skipped.Reason < RuleSkipReason.Anniversary
            ? earlier with { AnniversaryDays = 0, PurchaseNumbers = [], EveryPurchase = 0 }
            : earlier;
        earlier = skipped.Reason < RuleSkipReason.Hours ? earlier with { Hours = [] } : earlier;
        earlier = skipped.Reason < RuleSkipReason.Weekday ? earlier with { Weekdays = [] } : earlier;
        earlier = skipped.Reason < RuleSkipReason.Date ? earlier with { FromDate = null, ThroughDate = null } : earlier;
        earlier = skipped.Reason < RuleSkipReason.Tender ? earlier with { Tenders = [] } : earlier;
        var alone = given.Earning with { Rules = [rule with { When = earlier, Group = "alone" }] };
        var applies = ReferenceEvaluator.Evaluate(
            ProgramSamples.Valid with { Earning = alone }, given.Basket, given.Context, given.Time, given.Member)
            .Rules.Count == 2;
        return applies == (skipped.Reason != RuleSkipReason.NothingEligible);

        static RuleCondition Without(RuleCondition when) => when with
        {
            MinimumSpendMinor = 0,
            MinimumQuantityThousandths = 0,
            MinimumReceiptMinor = 0,
        };
    }

    [Fact]
    public void Evaluate_AppliedRules_SumToThePoints() => Holds(given =>
    {
        var evaluation = Evaluate(given);
        return evaluation.Overflowed || evaluation.AppliedRules.Sum(rule => rule.Points) == evaluation.Points;
    });

    [Fact]
    public void Evaluate_LinesInAnotherOrder_GivesTheSame() => Holds(given =>
    {
        var lines = given.Basket.Lines;
        var reversed = given with { Basket = given.Basket with { Lines = [.. lines.Reverse()] } };
        var rotated = given with { Basket = given.Basket with { Lines = [.. lines[1..], lines[0]] } };
        return Same(Evaluate(given), Evaluate(reversed)) && Same(Evaluate(given), Evaluate(rotated));
    });

    [Fact]
    public void Evaluate_RulesAndExclusionsInAnotherOrder_GivesTheSameEachByItsOwn() => Holds(given =>
    {
        var reversed = given with
        {
            Earning = given.Earning with
            {
                Rules = [.. given.Earning.Rules.Reverse()],
                Exclusions = [.. given.Earning.Exclusions.Reverse()],
            },
        };
        return Same(Evaluate(given), InOrder(Evaluate(reversed), given.Earning));
    });

    [Fact]
    public void Evaluate_OneProgramManyThreads_GivesEachItsOwn()
    {
        var cases = Gen.Sample(ProgramGenerators.Cases.Generator, 200).ToArray();
        var programs = cases.Select(given => ProgramSamples.Compile(given.Earning)).ToArray();

        Parallel.For(0, 4_000, i =>
        {
            var program = programs[i % programs.Length];
            var given = cases[i % cases.Length];
            Same(Evaluate(program, given), Evaluate(given)).ShouldBeTrue();
        });
    }

    private static bool Agrees(ProgramGenerators.Case given, BasketEvaluation actual)
    {
        var expected = ReferenceEvaluator.Evaluate(
            ProgramSamples.Valid with { Earning = given.Earning }, given.Basket, given.Context, given.Time,
            given.Member);
        if (expected.Points > LoyaltyProgram.PointsPerBasketMax)
            return actual.Overflowed;
        return !actual.Overflowed
            && actual.Points == expected.Points
            && actual.EligibleAmountMinor == expected.Eligible
            && actual.AppliedRules.Select(rule => (rule.RuleId, (BigInteger)rule.Points,
                (BigInteger)rule.MatchedAmountMinor)).SequenceEqual(expected.Rules);
    }

    private static void Holds(Func<ProgramGenerators.Case, bool> property) =>
        Check.One(Runs, Prop.ForAll(ProgramGenerators.Cases, property));

    private static BasketEvaluation Evaluate(ProgramGenerators.Case given) =>
        Evaluate(ProgramSamples.Compile(given.Earning), given);

    private static BasketEvaluation Evaluate(LoyaltyProgram program, ProgramGenerators.Case given) =>
        program.Evaluate(given.Basket, given.Context, given.Time, given.Member);

    private static BasketEvaluation InOrder(BasketEvaluation evaluation, EarningDefinition earning) => evaluation with
    {
        AppliedRules =
        [
            .. evaluation.AppliedRules.Take(1),
            .. earning.Rules.SelectMany(rule => evaluation.AppliedRules.Where(applied => applied.RuleId == rule.Id)),
        ],
    };

    private static bool Same(BasketEvaluation left, BasketEvaluation right) =>
        left.Points == right.Points
        && left.EligibleAmountMinor == right.EligibleAmountMinor
        && left.Overflowed == right.Overflowed
        && left.AppliedRules.SequenceEqual(right.AppliedRules);
}
