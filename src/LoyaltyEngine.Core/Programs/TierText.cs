using System.Globalization;

namespace LoyaltyEngine.Core.Programs;

/// <summary>A program's tiers in words. Pure and thread-safe.</summary>
public static class TierText
{
    /// <summary>What is counted and for how long tiers last, in one sentence.</summary>
    public static string Of(TierTableDefinition? table)
    {
        if (table is null)
            return "no tiers";
        var basis = table.Basis switch
        {
            TierBasis.Points => "points earned",
            TierBasis.Spend => "spend",
            _ => "visits",
        };
        var period = table.Period switch
        {
            TierPeriod.CalendarYear => "of the calendar year",
            TierPeriod.AnniversaryYear => "of the year from each anniversary",
            TierPeriod.RollingMonths => Text($"of {table.Months} rolling months"),
            _ => "of all time",
        };
        var hold = table.HoldPeriods > 0 ? Text($", held {table.HoldPeriods} more") : "";
        var grace = table.GraceDays > 0 ? Text($", {table.GraceDays} days of grace") : "";
        var upgrade = table.Upgrade == TierUpgrade.AtOnce ? "up at once" : "up when the period ends";
        var downgrade = table.Downgrade == TierDowngrade.ByCount ? "down to what the count gives" : "down one tier";
        var refunds = table.Refunds switch
        {
            TierRefunds.Unwind => "refunds unwind the tier",
            TierRefunds.KeepTier => "refunds keep the tier",
            _ => "refunds are ignored",
        };
        return $"by {basis} {period}{hold}{grace}, {upgrade}, {downgrade}, {refunds}";
    }

    /// <summary>What one tier asks and gives.</summary>
    public static string Of(ProgramDefinition program, TierDefinition tier)
    {
        var retain = tier.RetainThreshold > 0 ? $", kept by {Count(program, tier.RetainThreshold)}" : "";
        var gives = tier.Benefits.Concat(tier.Entitlements.Select(code => $"[{code}]")).ToList();
        return $"{tier.Id}: from {Count(program, tier.Threshold)}{retain}"
            + (gives.Count > 0 ? $": {string.Join("; ", gives)}" : "");
    }

    private static string Count(ProgramDefinition program, long count) => program.Tiers!.Basis == TierBasis.Spend
        ? RuleText.Amount(program, count)
        : Text($"{count:N0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
