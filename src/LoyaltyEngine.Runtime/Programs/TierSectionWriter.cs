using System.Text;
using LoyaltyEngine.Core.Programs;
using static LoyaltyEngine.Runtime.Programs.ProgramFileWriter;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>The part of <see cref="ProgramFileWriter"/> that writes tiers.</summary>
internal static class TierSectionWriter
{
    public static void Write(StringBuilder to, ProgramDefinition program)
    {
        if (program.Tiers is not { } table)
            return;
        Line(to, $"");
        Line(to, $"tiers:");
        Line(to, $"  basis: {table.Basis.ToString().ToLowerInvariant()}");
        Line(to, $"  period: {Word(table.Period)}");
        if (table.Months > 0)
            Line(to, $"  months: {table.Months}");
        Line(to, $"  hold_periods: {table.HoldPeriods}");
        Line(to, $"  grace_days: {table.GraceDays}");
        Line(to, $"  upgrade: {(table.Upgrade == TierUpgrade.AtOnce ? "at_once" : "period_end")}");
        Line(to, $"  downgrade: {(table.Downgrade == TierDowngrade.ByCount ? "by_count" : "one_tier")}");
        Line(to, $"  refunds: {Word(table.Refunds)}");
        Line(to, $"  levels:");
        var decimals = table.Basis == TierBasis.Spend ? program.CurrencyDecimals : 0;
        foreach (var tier in table.Tiers)
        {
            Line(to, $"    - id: {Quote(tier.Id)}");
            if (tier.DisplayName.Length > 0)
                Line(to, $"      name: {Quote(tier.DisplayName)}");
            if (tier.Threshold > 0)
                Line(to, $"      threshold: {Decimal(tier.Threshold, decimals)}");
            if (tier.RetainThreshold > 0)
                Line(to, $"      retain: {Decimal(tier.RetainThreshold, decimals)}");
            if (tier.Benefits.Count > 0)
                Line(to, $"      benefits: {List(tier.Benefits)}");
            if (tier.Entitlements.Count > 0)
                Line(to, $"      entitlements: {List(tier.Entitlements)}");
        }
    }

    private static string Word(TierPeriod period) => period switch
    {
        TierPeriod.CalendarYear => "calendar_year",
        TierPeriod.AnniversaryYear => "anniversary_year",
        TierPeriod.RollingMonths => "rolling_months",
        _ => "lifetime",
    };

    private static string Word(TierRefunds refunds) => refunds switch
    {
        TierRefunds.Unwind => "unwind",
        TierRefunds.KeepTier => "keep_tier",
        _ => "ignore",
    };
}
