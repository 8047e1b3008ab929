using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>Reads the section of a program file that declares tiers.</summary>
internal sealed class TierSectionReader(NodeReader reader, int currencyDecimals)
{
    private const string NumberExpected = "a whole number";
    private const string TierExpected = "a tier: id, name, threshold, retain, benefits, entitlements";

    public TierTableDefinition? Read(NodeMap program)
    {
        const string expected =
            "tiers: basis, period, months, hold_periods, grace_days, upgrade, downgrade, refunds, levels";
        if (program.Optional("tiers") is not { } node
            || reader.Map(
                node, "tiers", expected, "basis", "period", "months", "hold_periods", "grace_days", "upgrade",
                "downgrade", "refunds", "levels") is not { } tiers)
            return null;
        var basis = Choice(tiers, "basis", ("points", TierBasis.Points), ("spend", TierBasis.Spend),
            ("visits", TierBasis.Visits));
        var period = Choice(tiers, "period", ("calendar_year", TierPeriod.CalendarYear),
            ("anniversary_year", TierPeriod.AnniversaryYear), ("rolling_months", TierPeriod.RollingMonths),
            ("lifetime", TierPeriod.Lifetime));
        return new TierTableDefinition
        {
            Basis = basis,
            Period = period,
            Months = tiers.Int32("months", NumberExpected) ?? 0,
            HoldPeriods = tiers.Int32("hold_periods", NumberExpected) ?? TierTableDefinition.UsualHoldPeriods(period),
            GraceDays = tiers.Int32("grace_days", "a whole number of days") ?? 0,
            Upgrade = Choice(tiers, "upgrade", ("at_once", TierUpgrade.AtOnce), ("period_end", TierUpgrade.PeriodEnd)),
            Downgrade = Choice(
                tiers, "downgrade", ("by_count", TierDowngrade.ByCount), ("one_tier", TierDowngrade.OneTier)),
            Refunds = Choice(tiers, "refunds", ("unwind", TierRefunds.Unwind), ("keep_tier", TierRefunds.KeepTier),
                ("ignore", TierRefunds.Ignore)),
            Tiers = ReadTiers(tiers, basis == TierBasis.Spend ? currencyDecimals : 0),
        };
    }

    private List<TierDefinition> ReadTiers(NodeMap tiers, int decimals)
    {
        var levels = new List<TierDefinition>();
        if (tiers.Required("levels", "one or more tiers, the lowest first") is not { } node)
            return levels;
        foreach (var (item, path) in reader.Items(node, "tiers.levels"))
        {
            var map = reader.Map(
                item, path, TierExpected, "id", "name", "threshold", "retain", "benefits", "entitlements");
            levels.Add(map is null ? new TierDefinition { Id = "" } : new TierDefinition
            {
                Id = map.RequiredText("id", "the tier's id"),
                DisplayName = map.Text("name", "a text in one line"),
                Threshold = Count(map, "threshold", decimals),
                RetainThreshold = Count(map, "retain", decimals),
                Benefits = map.Texts("benefits", "one or more texts"),
                Entitlements = map.Texts("entitlements", "one or more codes"),
            });
        }

        return levels;
    }

    private long Count(NodeMap map, string key, int decimals) => map.Optional(key) is { } node
        ? reader.Scaled(node, map.PathOf(key), decimals, decimals == 0 ? NumberExpected : "an amount such as 500.00")
            ?? 0
        : 0;

    private T Choice<T>(NodeMap map, string key, params ReadOnlySpan<(string Word, T Value)> choices)
        where T : struct =>
        map.Optional(key) is { } node ? reader.Choice(node, map.PathOf(key), choices) ?? default : default;
}
