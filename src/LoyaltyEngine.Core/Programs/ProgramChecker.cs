using System.Globalization;
using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>Tells every fault of a program at once. Pure and thread-safe.</summary>
public static class ProgramChecker
{
    /// <summary>
    /// All faults of the definition, in the file's order; empty where it may be compiled. Paths are those of the
    /// program file.
    /// </summary>
    public static IReadOnlyList<ProgramFault> Check(ProgramDefinition definition)
    {
        var faults = new List<ProgramFault>();
        CheckHead(definition, faults);
        CheckRange("late_days", definition.LateDays, 0, ProgramLimits.LateDaysMax, faults);
        PointLifeChecker.Check(definition, faults);
        TierChecker.Check(definition, faults);
        CheckBase(definition, faults);
        ConditionChecker.CheckStoreGroups(definition, faults);
        RuleChecker.CheckRules(definition, faults);
        RuleChecker.CheckExclusions(definition.Earning, faults);
        if (definition.Burning is { } burning)
            CheckBurning(burning, faults);
        CheckKnown("returns.without_reference", definition.Returns.WithoutReference, "take_back or refuse", faults);
        CheckKnown("returns.shortfall", definition.Returns.Shortfall, "debt or forgive", faults);
        CheckRange("returns.wait_days", definition.Returns.WaitDays, 0, ProgramLimits.ReturnWaitDaysMax, faults);
        CheckRange("returns.grace_days", definition.Returns.GraceDays, 0, ProgramLimits.ReturnGraceDaysMax, faults);
        if (definition.Adjustments is { } adjustments)
            CheckAdjustments(adjustments, faults);
        MemberRuleChecker.Check(definition, faults);
        ExpiryLawChecker.Check(definition, faults);
        return faults;
    }

    private static void CheckHead(ProgramDefinition definition, List<ProgramFault> faults)
    {
        if (!ProgramWords.IsId(definition.Id, ProgramLimits.ProgramIdLengthMax))
        {
            faults.Add(new ProgramFault("program", ProgramWords.Show(definition.Id),
                $"an id of 1 to {ProgramLimits.ProgramIdLengthMax} of {ProgramWords.IdAlphabet}"));
        }
        if (definition.DisplayName is not { Length: <= ProgramLimits.DisplayNameLengthMax } name
            || !ProgramWords.IsPrintable(name))
        {
            faults.Add(new ProgramFault("name", ProgramWords.Show(definition.DisplayName),
                $"one line of at most {ProgramLimits.DisplayNameLengthMax} characters"));
        }
        var decimals = CurrencyCodes.DecimalsOf(definition.CurrencyCode);
        if (decimals is null)
        {
            var hint = Spelling.Hint(definition.CurrencyCode, CurrencyCodes.All);
            faults.Add(new ProgramFault("currency", ProgramWords.Show(definition.CurrencyCode) + hint,
                "a currency code of ISO 4217, such as GBP"));
        }
        else if (decimals != definition.CurrencyDecimals)
        {
            faults.Add(new ProgramFault("currency",
                $"{ProgramWords.Show(definition.CurrencyDecimals)} decimals for {definition.CurrencyCode}",
                string.Create(CultureInfo.InvariantCulture, $"{decimals} decimals")));
        }
        if (definition.TimeZone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(definition.TimeZone) is null)
        {
            var hint = Spelling.Hint(definition.TimeZone, DateTimeZoneProviders.Tzdb.Ids);
            faults.Add(new ProgramFault("time_zone", ProgramWords.Show(definition.TimeZone) + hint,
                "a time zone of the tz database, such as Europe/London"));
        }
        if (definition.BeginDate < ProgramLimits.BeginDateMin || definition.BeginDate > ProgramLimits.BeginDateMax)
        {
            faults.Add(new ProgramFault("begins", $"found {ProgramWords.Iso(definition.BeginDate)}",
                $"a day from {ProgramWords.Iso(ProgramLimits.BeginDateMin)} to "
                + ProgramWords.Iso(ProgramLimits.BeginDateMax)));
        }
    }

    private static void CheckBase(ProgramDefinition definition, List<ProgramFault> faults)
    {
        var earning = definition.Earning;
        CheckRange("earning.base.points", earning.Points, 0, ProgramLimits.BasePointsMax, faults);
        if (earning.Points != 0 && earning.PerAmountMinor is < 1 or > ProgramLimits.PerAmountMinorMax)
        {
            var decimals = CurrencyCodes.DecimalsOf(definition.CurrencyCode) ?? 0;
            var (least, most) = (ProgramWords.Decimal(1, decimals),
                ProgramWords.Decimal(ProgramLimits.PerAmountMinorMax, decimals));
            faults.Add(new ProgramFault("earning.base.per",
                $"found {ProgramWords.Decimal(earning.PerAmountMinor, decimals)}",
                $"an amount from {least} to {most}"));
        }
        CheckKnown("earning.base.rounding", earning.Rounding, "down, half_up or up", faults);
        CheckKnown("earning.base.scope", earning.Scope, "receipt or line", faults);
        CheckKnown(
            "earning.conflicts", earning.Conflicts, "sum, best_for_member, best_for_merchant or priority", faults);
    }

    private static void CheckBurning(BurningDefinition burning, List<ProgramFault> faults)
    {
        CheckRange("burning.points_per_unit", burning.PointsPerCurrencyUnit, 1, ProgramLimits.PointsPerCurrencyUnitMax,
            faults);
        var minimumFits = CheckRange("burning.minimum", burning.MinimumPoints, 1, ProgramLimits.BurnPointsMax, faults);
        var stepFits = CheckRange("burning.step", burning.StepPoints, 1, ProgramLimits.BurnPointsMax, faults);
        if (minimumFits && stepFits && burning.MinimumPoints % burning.StepPoints != 0)
        {
            faults.Add(new ProgramFault("burning.minimum", ProgramWords.Show(burning.MinimumPoints),
                string.Create(CultureInfo.InvariantCulture, $"a multiple of the step, {burning.StepPoints}")));
        }

        if (burning.Reservations is not { } reservations)
            return;
        var maximumFits = CheckRange("burning.reservations.maximum_seconds", reservations.MaximumSeconds,
            1, ProgramLimits.ReservationSecondsMax, faults);
        CheckRange("burning.reservations.seconds", reservations.DurationSeconds,
            1, maximumFits ? reservations.MaximumSeconds : ProgramLimits.ReservationSecondsMax, faults);
    }

    private static void CheckAdjustments(AdjustmentDefinition adjustments, List<ProgramFault> faults)
    {
        var maximumFits = CheckRange(
            "adjustments.maximum", adjustments.MaximumPoints, 1, ProgramLimits.AdjustmentPointsMax, faults);
        var dailyFits = CheckRange(
            "adjustments.daily_maximum", adjustments.DailyMaximumPoints, 1, ProgramLimits.AdjustmentPointsMax, faults);
        if (maximumFits && dailyFits && adjustments.DailyMaximumPoints < adjustments.MaximumPoints)
        {
            faults.Add(new ProgramFault("adjustments.daily_maximum", ProgramWords.Show(adjustments.DailyMaximumPoints),
                string.Create(CultureInfo.InvariantCulture, $"at least the maximum, {adjustments.MaximumPoints}")));
        }

        CheckReasons(adjustments.Reasons, faults);
        CheckKnown("adjustments.shortfall", adjustments.Shortfall, "refuse or debt", faults);
    }

    private static void CheckReasons(IReadOnlyList<string> reasons, List<ProgramFault> faults)
    {
        if (reasons.Count > ProgramLimits.AdjustmentReasonCountMax)
        {
            faults.Add(new ProgramFault("adjustments.reasons", $"{ProgramWords.Show(reasons.Count)} values",
                string.Create(CultureInfo.InvariantCulture, $"at most {ProgramLimits.AdjustmentReasonCountMax}")));
            return;
        }

        for (var i = 0; i < reasons.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"adjustments.reasons[{i}]");
            if (!ProgramWords.IsId(reasons[i], ProgramLimits.AdjustmentReasonLengthMax))
            {
                faults.Add(new ProgramFault(path, ProgramWords.Show(reasons[i]),
                    $"a code of 1 to {ProgramLimits.AdjustmentReasonLengthMax} of {ProgramWords.IdAlphabet}"));
            }
            else if (reasons.Take(i).Contains(reasons[i]))
            {
                faults.Add(new ProgramFault(path, $"{ProgramWords.Show(reasons[i])} a second time", "each value once"));
            }
        }
    }

    internal static bool CheckRange(string path, long found, long least, long most, List<ProgramFault> faults)
    {
        if (found >= least && found <= most)
            return true;
        faults.Add(new ProgramFault(path, ProgramWords.Show(found),
            string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}")));
        return false;
    }

    internal static void CheckKnown<T>(string path, T found, string expected, List<ProgramFault> faults)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(found))
            faults.Add(new ProgramFault(path, $"found {found}", expected));
    }
}
