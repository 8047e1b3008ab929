using System.Globalization;

namespace LoyaltyEngine.Core.Programs;

/// <summary>Tells what changes for whom from one version of a program to another. Pure and thread-safe.</summary>
public static class ProgramComparison
{
    /// <summary>The most changes that are told.</summary>
    public const int ChangeCountMax = 1_000;

    private const string EveryPurchase = "every purchase";
    private const string Burners = "members who pay with points";
    private const string Returners = "members who bring goods back without a reference to their sale";

    /// <summary>
    /// What changes, in the order of the program file; empty only where the two decide alike. Both must be without
    /// faults.
    /// </summary>
    public static IReadOnlyList<ProgramChange> Between(ProgramDefinition before, ProgramDefinition after)
    {
        var changes = new List<ProgramChange>();
        CompareHead(before, after, changes);
        PointLifeComparison.Compare(before, after, changes);
        TierComparison.Compare(before, after, changes);
        CompareBase(before, after, changes);
        RuleComparison.CompareStoreGroups(before, after, changes);
        RuleComparison.CompareRules(before.Earning, after.Earning, changes);
        RuleComparison.CompareExclusions(before.Earning, after.Earning, changes);
        if (after.LateDays != before.LateDays)
        {
            changes.Add(new("late_days", "tills that tell of purchases of earlier days",
                $"may {LateWords(after)} instead of {LateWords(before)}"));
        }
        CompareBurning(before, after, changes);
        CompareReturns(before.Returns, after.Returns, changes);
        CompareAdjustments(before.Adjustments, after.Adjustments, changes);
        MemberRuleComparison.Compare(before, after, changes);
        return changes.Count > ChangeCountMax ? changes[..ChangeCountMax] : changes;
    }

    private static void CompareHead(ProgramDefinition before, ProgramDefinition after, List<ProgramChange> changes)
    {
        if (after.DisplayName != before.DisplayName)
        {
            changes.Add(new("name", "everybody",
                $"the program is called \"{after.DisplayName}\" instead of \"{before.DisplayName}\""));
        }
        if (after.CurrencyCode != before.CurrencyCode)
        {
            changes.Add(new("currency", "every purchase and every burn",
                $"counts in {after.CurrencyCode} instead of {before.CurrencyCode}, which is refused"));
        }
        if (after.TimeZone != before.TimeZone)
        {
            changes.Add(new("time_zone", EveryPurchase,
                $"days begin and end by {after.TimeZone} instead of {before.TimeZone}"));
        }
        if (after.BeginDate != before.BeginDate)
        {
            changes.Add(new("begins", "nobody",
                string.Create(CultureInfo.InvariantCulture,
                    $"{after.BeginDate:uuuu'-'MM'-'dd} instead of {before.BeginDate:uuuu'-'MM'-'dd} changes nothing: ")
                + "the program's first version says when it began"));
        }
    }

    private static void CompareBase(ProgramDefinition before, ProgramDefinition after, List<ProgramChange> changes)
    {
        var (old, next) = (BaseWords(before), BaseWords(after));
        var follow = after.Earning.Rules.Any(rule => rule.MultiplierBps is not null)
            ? "; rules that multiply the base rate follow"
            : "";
        if (old != next)
        {
            changes.Add(new("earning.base", EveryPurchase, (old, next) switch
            {
                (_, "") => $"has no base rate any more; it was {old}",
                ("", _) => $"earns {next}, where there was no base rate",
                _ => $"earns {next} instead of {old}{follow}",
            }));
        }
        if (after.Earning.Rounding != before.Earning.Rounding && old.Length > 0 && next.Length > 0)
        {
            changes.Add(new("earning.base.rounding", EveryPurchase,
                $"a fraction of a point is rounded {Words(after.Earning.Rounding)} instead of "
                + $"{Words(before.Earning.Rounding)}{follow}"));
        }
        if (after.Earning.Scope != before.Earning.Scope && old.Length > 0 && next.Length > 0)
        {
            changes.Add(new("earning.base.scope", EveryPurchase,
                after.Earning.Scope == RateScope.Line
                    ? $"is rounded line by line instead of once a receipt{follow}"
                    : $"is rounded once a receipt instead of line by line{follow}"));
        }
        if (after.Earning.Conflicts != before.Earning.Conflicts)
        {
            changes.Add(new("earning.conflicts", "purchases to which several rules apply that exclude each other",
                $"{Words(after.Earning.Conflicts)} instead of {Words(before.Earning.Conflicts)}"));
        }
    }

    private static void CompareBurning(ProgramDefinition before, ProgramDefinition after, List<ProgramChange> changes)
    {
        switch (before.Burning, after.Burning)
        {
            case (null, { } begun):
                changes.Add(new("burning", Burners, $"can do so: {BurningWords(begun, after.CurrencyCode)}"));
                break;
            case ({ } ended, null):
                changes.Add(new("burning", Burners,
                    $"cannot do so any more; it was {BurningWords(ended, before.CurrencyCode)}"));
                break;
            case ({ } old, { } next):
                Number("points_per_unit", $"points that pay 1 {after.CurrencyCode}",
                    old.PointsPerCurrencyUnit, next.PointsPerCurrencyUnit);
                Number("minimum", "points at least", old.MinimumPoints, next.MinimumPoints);
                Number("step", "points are the step", old.StepPoints, next.StepPoints);
                if (ReservationWords(old.Reservations) is var reserved
                    && ReservationWords(next.Reservations) is var nextReserved
                    && reserved != nextReserved)
                {
                    changes.Add(new("burning.reservations", "tills that reserve points",
                        $"{nextReserved} instead of {reserved}"));
                }

                break;
        }

        void Number(string key, string what, long old, long next)
        {
            if (old != next)
                changes.Add(new($"burning.{key}", Burners, RuleComparison.Text($"{next} {what} instead of {old}")));
        }
    }

    private static void CompareReturns(ReturnDefinition before, ReturnDefinition after, List<ProgramChange> changes)
    {
        if (after.WithoutReference != before.WithoutReference)
        {
            changes.Add(new("returns.without_reference", Returners,
                after.WithoutReference == UnreferencedReturns.Refuse
                    ? "are refused, where the return took points back"
                    : "have points taken back, where the return was refused"));
        }
        if (after.Shortfall != before.Shortfall)
        {
            changes.Add(new("returns.shortfall", "members who have fewer points than are taken back",
                after.Shortfall == ShortfallPolicy.Forgive
                    ? "are forgiven the rest instead of owing it"
                    : "owe the rest instead of being forgiven it"));
        }
        if (after.WaitDays != before.WaitDays)
        {
            changes.Add(new("returns.wait_days", "returns that come before their sales",
                RuleComparison.Text($"wait for them {after.WaitDays} days instead of {before.WaitDays}")));
        }
        if (after.GraceDays != before.GraceDays)
        {
            changes.Add(new("returns.grace_days", "burned points that come back because of the merchant",
                RuleComparison.Text($"are good for {after.GraceDays} days at least instead of {before.GraceDays}")));
        }
    }

    private static void CompareAdjustments(
        AdjustmentDefinition? before, AdjustmentDefinition? after, List<ProgramChange> changes)
    {
        var (old, next) = (AdjustmentWords(before), AdjustmentWords(after));
        if (old != next)
        {
            changes.Add(new("adjustments", "members whose points the customer-care desk corrects",
                $"{next} instead of {old}"));
        }
    }

    private static string AdjustmentWords(AdjustmentDefinition? adjustments)
    {
        if (adjustments is null)
            return "no corrections";
        var reasons = adjustments.Reasons.Count == 0 ? "any reason" : string.Join(" or ", adjustments.Reasons);
        var shortfall = adjustments.Shortfall == AdjustmentShortfall.Debt ? "owed" : "refused";
        return RuleComparison.Text(
            $"at most {adjustments.MaximumPoints} points at once and {adjustments.DailyMaximumPoints} a day, for ")
            + $"{reasons}, what the member lacks {shortfall}";
    }

    // Empty where there is no base rate.
    private static string BaseWords(ProgramDefinition program)
    {
        var earning = program.Earning;
        if (earning.Points == 0)
            return "";
        var amount = ProgramWords.Decimal(earning.PerAmountMinor, program.CurrencyDecimals);
        return RuleComparison.Text($"{earning.Points} for each {amount} {program.CurrencyCode}");
    }

    private static string BurningWords(BurningDefinition burning, string currency) => RuleComparison.Text(
        $"{burning.PointsPerCurrencyUnit} points pay 1 {currency}, at least {burning.MinimumPoints}, ")
        + RuleComparison.Text($"in steps of {burning.StepPoints}");

    private static string ReservationWords(ReservationDefinition? reservations) => reservations is null
        ? "cannot do so"
        : RuleComparison.Text($"can for {reservations.DurationSeconds} seconds, ")
            + RuleComparison.Text($"{reservations.MaximumSeconds} with extensions, ")
            + (reservations.LotsExpire ? "during which the points may expire" : "during which no points expire");

    private static string LateWords(ProgramDefinition program) => program.LateDays == 0
        ? "at any time"
        : RuleComparison.Text($"within {program.LateDays} days");

    private static string Words(ConflictPolicy policy) => policy switch
    {
        ConflictPolicy.Sum => "all rules count, and of each group the one that gives most",
        ConflictPolicy.BestForMember => "of rules without a group and of each group, the one counts that gives most",
        ConflictPolicy.BestForMerchant => "of rules without a group and of each group, the one counts that gives least",
        _ => "of rules without a group and of each group, the one of highest priority counts",
    };

    internal static string Words(RoundingMode rounding) => rounding switch
    {
        RoundingMode.Down => "down",
        RoundingMode.HalfUp => "to the nearest",
        _ => "up",
    };
}
