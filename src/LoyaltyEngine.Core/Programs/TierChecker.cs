using System.Globalization;

namespace LoyaltyEngine.Core.Programs;

/// <summary>The part of <see cref="ProgramChecker"/> that looks at tiers.</summary>
internal static class TierChecker
{
    public static void Check(ProgramDefinition definition, List<ProgramFault> faults)
    {
        if (definition.Tiers is not { } table)
            return;
        ProgramChecker.CheckKnown("tiers.basis", table.Basis, "points, spend or visits", faults);
        ProgramChecker.CheckKnown(
            "tiers.period", table.Period, "calendar_year, anniversary_year, rolling_months or lifetime", faults);
        ProgramChecker.CheckKnown("tiers.upgrade", table.Upgrade, "at_once or period_end", faults);
        ProgramChecker.CheckKnown("tiers.downgrade", table.Downgrade, "by_count or one_tier", faults);
        ProgramChecker.CheckKnown("tiers.refunds", table.Refunds, "unwind, keep_tier or ignore", faults);
        CheckPeriod(table, faults);
        CheckTiers(table, faults);
    }

    private static void CheckPeriod(TierTableDefinition table, List<ProgramFault> faults)
    {
        var hasYears = TierTableDefinition.IsOfYears(table.Period);
        if (table.Period == TierPeriod.RollingMonths)
            ProgramChecker.CheckRange("tiers.months", table.Months, 1, ProgramLimits.TierMonthsMax, faults);
        else if (table.Months != 0)
            Add("tiers.months", ProgramWords.Show(table.Months), "months with period: rolling_months only");
        ProgramChecker.CheckRange("tiers.grace_days", table.GraceDays, 0, ProgramLimits.TierGraceDaysMax, faults);
        if (hasYears)
            ProgramChecker.CheckRange("tiers.hold_periods", table.HoldPeriods, 0, ProgramLimits.TierHoldMax, faults);
        else if (table.HoldPeriods != 0)
            Add("tiers.hold_periods", ProgramWords.Show(table.HoldPeriods), "periods to hold of years only");
        if (table.Period == TierPeriod.Lifetime && table.GraceDays != 0)
            Add("tiers.grace_days", ProgramWords.Show(table.GraceDays), "no grace where no tier ends");
        if (table.Upgrade != TierUpgrade.PeriodEnd)
            return;
        if (!hasYears)
            Add("tiers.upgrade", "found period_end", "at_once, where periods have no common end");
        else if (table.HoldPeriods == 0)
            Add("tiers.hold_periods", "found 0", "at least 1, since tiers begin when their period ends");

        void Add(string path, string found, string expected) => faults.Add(new ProgramFault(path, found, expected));
    }

    private static void CheckTiers(TierTableDefinition table, List<ProgramFault> faults)
    {
        const string path = "tiers.levels";
        if (table.Tiers.Count == 0)
            faults.Add(new ProgramFault(path, "found nothing", "one or more tiers, the lowest first"));
        if (!RuleChecker.CheckCount(path, table.Tiers.Count, ProgramLimits.TierCountMax, "tiers", faults))
            return;
        for (var i = 0; i < table.Tiers.Count; i++)
        {
            var (tier, tierPath) = (table.Tiers[i], RuleChecker.Item(path, i));
            if (!ProgramWords.IsId(tier.Id, ProgramLimits.NameLengthMax))
            {
                faults.Add(new ProgramFault($"{tierPath}.id", ProgramWords.Show(tier.Id),
                    $"an id of 1 to {ProgramLimits.NameLengthMax} of {ProgramWords.IdAlphabet}"));
            }
            else if (table.Tiers.Take(i).Any(known => known.Id == tier.Id))
            {
                faults.Add(new ProgramFault(
                    $"{tierPath}.id", $"{ProgramWords.Show(tier.Id)} a second time", "an id that no other tier has"));
            }

            CheckName(tier.DisplayName, $"{tierPath}.name", faults);
            CheckThreshold(table, i, tierPath, faults);
            RuleChecker.CheckWords(
                tier.Benefits, $"{tierPath}.benefits", ProgramWords.IsLineWord,
                $"one line of 1 to {ProgramLimits.WordLengthMax} characters", faults);
            RuleChecker.CheckWords(
                tier.Entitlements, $"{tierPath}.entitlements",
                word => ProgramWords.IsId(word, ProgramLimits.NameLengthMax),
                $"a code of 1 to {ProgramLimits.NameLengthMax} of {ProgramWords.IdAlphabet}", faults);
        }
    }

    private static void CheckName(string name, string path, List<ProgramFault> faults)
    {
        if (name.Length > ProgramLimits.DisplayNameLengthMax || !ProgramWords.IsPrintable(name))
        {
            faults.Add(new ProgramFault(path, ProgramWords.Show(name),
                $"one line of at most {ProgramLimits.DisplayNameLengthMax} characters"));
        }
    }

    private static void CheckThreshold(TierTableDefinition table, int place, string path, List<ProgramFault> faults)
    {
        var tier = table.Tiers[place];
        if (place == 0)
        {
            if (tier.Threshold != 0)
                faults.Add(new ProgramFault($"{path}.threshold", ProgramWords.Show(tier.Threshold),
                    "0: the lowest tier is everybody's"));
            if (tier.RetainThreshold != 0)
                faults.Add(new ProgramFault($"{path}.retain", ProgramWords.Show(tier.RetainThreshold),
                    "nothing: the lowest tier is kept by nothing"));
            return;
        }

        var least = table.Tiers[place - 1].Threshold + 1;
        if (tier.Threshold < least || tier.Threshold > ProgramLimits.TierThresholdMax)
        {
            faults.Add(new ProgramFault($"{path}.threshold", ProgramWords.Show(tier.Threshold), string.Create(
                CultureInfo.InvariantCulture,
                $"more than the tier before it asks, from {least} to {ProgramLimits.TierThresholdMax}")));
        }

        if (tier.RetainThreshold == 0)
            return;
        if (table.HoldPeriods == 0)
        {
            faults.Add(new ProgramFault($"{path}.retain", ProgramWords.Show(tier.RetainThreshold),
                "nothing where tiers end with their period: hold_periods is 0"));
        }

        var before = table.Tiers[place - 1].RetainThreshold is > 0 and var retain ? retain : 0;
        if (tier.RetainThreshold < before || tier.RetainThreshold > tier.Threshold || tier.RetainThreshold < 0)
        {
            faults.Add(new ProgramFault($"{path}.retain", ProgramWords.Show(tier.RetainThreshold), string.Create(
                CultureInfo.InvariantCulture,
                $"at most the threshold, {tier.Threshold}, and not less than the tier before it asks")));
        }
    }
}
