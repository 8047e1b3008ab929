using System.Globalization;
using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>The part of <see cref="ProgramChecker"/> that looks at groups of stores and at what rules apply
/// to.</summary>
internal static class ConditionChecker
{
    private const string StoreExpected = "a store id of 1 to 64 of " + ProgramWords.StoreAlphabet;

    public static void CheckStoreGroups(ProgramDefinition definition, List<ProgramFault> faults)
    {
        const string path = "store_groups";
        if (!RuleChecker.CheckCount(
            path, definition.StoreGroups.Count, ProgramLimits.StoreGroupCountMax, "groups", faults))
            return;
        var zones = new Dictionary<string, string>();
        for (var i = 0; i < definition.StoreGroups.Count; i++)
        {
            var (group, groupPath) = (definition.StoreGroups[i], RuleChecker.Item(path, i));
            if (!ProgramWords.IsId(group.Id, ProgramLimits.RuleIdLengthMax))
            {
                faults.Add(new ProgramFault($"{groupPath}.id", ProgramWords.Show(group.Id),
                    $"an id of 1 to {ProgramLimits.RuleIdLengthMax} of {ProgramWords.IdAlphabet}"));
            }
            else if (definition.StoreGroups.Take(i).Any(known => known.Id == group.Id))
            {
                faults.Add(new ProgramFault($"{groupPath}.id", $"{ProgramWords.Show(group.Id)} a second time",
                    "an id that no other group has"));
            }

            if (group.Stores.Count == 0)
                faults.Add(new ProgramFault($"{groupPath}.stores", "found nothing", "one or more store ids"));
            RuleChecker.CheckWords(
                group.Stores, $"{groupPath}.stores", ProgramWords.IsStore, StoreExpected, faults);
            CheckZone(group, groupPath, zones, faults);
        }
    }

    /// <summary>Looks at what a rule applies to.</summary>
    public static void Check(
        RuleCondition condition, string path, ProgramDefinition program, List<ProgramFault> faults)
    {
        CheckOne(condition, path, program, faults);
        var most = ProgramLimits.MinimumSpendMinorMax;
        ProgramChecker.CheckRange($"{path}.minimum_spend", condition.MinimumSpendMinor, 0, most, faults);
        ProgramChecker.CheckRange($"{path}.minimum_receipt", condition.MinimumReceiptMinor, 0, most, faults);
        if (condition.MinimumQuantityThousandths is < 0 or > ProgramLimits.MinimumQuantityThousandthsMax)
        {
            faults.Add(new ProgramFault(
                $"{path}.minimum_quantity",
                $"found {ProgramWords.Decimal(condition.MinimumQuantityThousandths, 3)}",
                "a quantity from 0.001 to 1,000,000"));
        }

        CheckNested(condition, path, depth: 1, program, faults);
    }

    private static void CheckZone(
        StoreGroupDefinition group, string path, Dictionary<string, string> zones, List<ProgramFault> faults)
    {
        if (group.TimeZone.Length == 0)
            return;
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(group.TimeZone) is null)
        {
            var hint = Spelling.Hint(group.TimeZone, DateTimeZoneProviders.Tzdb.Ids);
            faults.Add(new ProgramFault($"{path}.time_zone", ProgramWords.Show(group.TimeZone) + hint,
                "a time zone of the tz database, such as Europe/London"));
            return;
        }

        foreach (var store in group.Stores)
        {
            if (zones.TryAdd(store, group.TimeZone) || zones[store] == group.TimeZone)
                continue;
            faults.Add(new ProgramFault(
                $"{path}.time_zone",
                $"{ProgramWords.Show(group.TimeZone)} for store {store}, which another group has in {zones[store]}",
                "one time zone for each store"));
            return;
        }
    }

    private static void CheckNested(
        RuleCondition condition, string path, int depth, ProgramDefinition program,
        List<ProgramFault> faults)
    {
        foreach (var (word, nested) in ((string, IReadOnlyList<RuleCondition>)[])
            [("any", condition.Any), ("not", condition.Not)])
        {
            var listPath = $"{path}.{word}";
            if (!RuleChecker.CheckCount(
                listPath, nested.Count, ProgramLimits.ConditionCountMax, "conditions", faults))
                continue;
            if (nested.Count > 0 && depth > ProgramLimits.ConditionDepthMax)
            {
                faults.Add(new ProgramFault(listPath, string.Create(
                    CultureInfo.InvariantCulture, $"found within {depth} others"),
                    $"at most {ProgramLimits.ConditionDepthMax} within one another"));
                continue;
            }

            for (var i = 0; i < nested.Count; i++)
            {
                var itemPath = RuleChecker.Item(listPath, i);
                CheckOne(nested[i], itemPath, program, faults);
                CheckWithin(nested[i], itemPath, faults);
                CheckNested(nested[i], itemPath, depth + 1, program, faults);
            }
        }
    }

    // What holds always says nothing among conditions of which one must hold, and forbids all among those that may not.
    private static void CheckWithin(RuleCondition condition, string path, List<ProgramFault> faults)
    {
        if (condition is not { MinimumSpendMinor: 0, MinimumQuantityThousandths: 0, MinimumReceiptMinor: 0 })
        {
            faults.Add(new ProgramFault(
                path, "found a threshold within a condition", "thresholds beside any and not, in the rule's own when"));
        }

        if (condition.Skus.Count + condition.Categories.Count + condition.Stores.Count + condition.StoreGroups.Count
            + condition.Channels.Count + condition.Weekdays.Count + condition.Hours.Count + condition.Any.Count
            + condition.Not.Count + condition.PurchaseNumbers.Count + condition.Tenders.Count + condition.Tiers.Count
            == 0
            && condition is { FromDate: null, ThroughDate: null, EveryPurchase: 0, AnniversaryDays: 0 })
        {
            faults.Add(new ProgramFault(path, "it asks nothing", "a condition that does not always hold"));
        }
    }

    private static void CheckOne(
        RuleCondition condition, string path, ProgramDefinition program, List<ProgramFault> faults)
    {
        RuleChecker.CheckLineWords(condition.Skus, condition.Categories, path, faults);
        RuleChecker.CheckWords(condition.Stores, $"{path}.store", ProgramWords.IsStore, StoreExpected, faults);
        var known = program.StoreGroups.Select(group => group.Id).ToHashSet();
        RuleChecker.CheckWords(
            condition.StoreGroups, $"{path}.store_group", word => known.Contains(word!),
            "the id of a group under store_groups", faults);
        RuleChecker.CheckWords(
            condition.Channels, $"{path}.channel", ProgramWords.IsStore,
            $"a channel of 1 to {ProgramLimits.WordLengthMax} of {ProgramWords.StoreAlphabet}", faults);
        RuleChecker.CheckWords(
            condition.Tenders, $"{path}.tender", ProgramWords.IsStore,
            $"a tender of 1 to {ProgramLimits.WordLengthMax} of {ProgramWords.StoreAlphabet}", faults);
        var tiers = (program.Tiers?.Tiers ?? []).Select(tier => tier.Id).ToHashSet();
        RuleChecker.CheckWords(
            condition.Tiers, $"{path}.tier", word => tiers.Contains(word!), "the id of a tier under tiers", faults);
        if (condition is { FromDate: { } from, ThroughDate: { } through } && from > through)
        {
            faults.Add(new ProgramFault($"{path}.through", $"found a day before {ProgramWords.Iso(from)}",
                "the day under from or a later one"));
        }

        CheckDate($"{path}.from", condition.FromDate, faults);
        CheckDate($"{path}.through", condition.ThroughDate, faults);
        RuleChecker.CheckEach(
            condition.Weekdays, $"{path}.weekday", day => day is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Sunday,
            day => $"found {day}", "a day from monday to sunday", faults);
        RuleChecker.CheckEach(
            condition.Hours, $"{path}.hours", IsTime, hours => $"found {hours}",
            "a time such as 17:00-19:30, from 00:00 to 24:00 and not empty", faults);
        const int most = ProgramLimits.PurchaseNumberMax;
        RuleChecker.CheckEach(
            condition.PurchaseNumbers, $"{path}.purchase", number => number is > 0 and <= most,
            number => ProgramWords.Show(number), $"a whole number from 1 to {most}", faults);
        if (condition.EveryPurchase != 0)
            ProgramChecker.CheckRange($"{path}.every_purchase", condition.EveryPurchase, 2, most, faults);
        ProgramChecker.CheckRange(
            $"{path}.anniversary_days", condition.AnniversaryDays, 0, ProgramLimits.AnniversaryDaysMax, faults);
        if (condition is { Stores.Count: > 0, StoreGroups.Count: > 0 }
            && !condition.StoreGroups.Any(id => program.StoreGroups.Any(group =>
                group.Id == id && group.Stores.Intersect(condition.Stores).Any())))
        {
            faults.Add(new ProgramFault($"{path}.store_group", "found none of the stores under store in it",
                "groups with one of them, or either store or store_group"));
        }
    }

    private static void CheckDate(string path, LocalDate? date, List<ProgramFault> faults)
    {
        if (date < ProgramLimits.BeginDateMin || date > ProgramLimits.BeginDateMax)
        {
            faults.Add(new ProgramFault(path, $"found {ProgramWords.Iso(date.Value)}",
                $"a day from {ProgramWords.Iso(ProgramLimits.BeginDateMin)} to "
                + ProgramWords.Iso(ProgramLimits.BeginDateMax)));
        }
    }

    private static bool IsTime(DayHours hours) =>
        hours.FromMinute is >= 0 and < DayHours.MinuteCount
        && hours.UntilMinute is > 0 and <= DayHours.MinuteCount
        && hours.FromMinute != hours.UntilMinute;
}
