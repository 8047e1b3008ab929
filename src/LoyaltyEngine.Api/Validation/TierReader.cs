using LoyaltyEngine.Core.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>The part of <see cref="ProgramReader"/> that reads tiers.</summary>
internal static class TierReader
{
    public static TierTableDefinition Read(V1.ProgramTiers sent, List<SentFault> faults) =>
        Read(sent, ReadPeriod(sent, faults), faults);

    private static TierPeriod ReadPeriod(V1.ProgramTiers sent, List<SentFault> faults) => sent.Period switch
    {
        V1.TierPeriod.Unspecified or V1.TierPeriod.CalendarYear => TierPeriod.CalendarYear,
        V1.TierPeriod.AnniversaryYear => TierPeriod.AnniversaryYear,
        V1.TierPeriod.RollingMonths => TierPeriod.RollingMonths,
        V1.TierPeriod.Lifetime => TierPeriod.Lifetime,
        _ => ProgramReader.Unknown<TierPeriod>(faults, "tiers.period", sent.Period, "a known TIER_PERIOD"),
    };

    private static TierTableDefinition Read(V1.ProgramTiers sent, TierPeriod period, List<SentFault> faults) => new()
    {
        Basis = sent.Basis switch
        {
            V1.TierBasis.Unspecified or V1.TierBasis.Points => TierBasis.Points,
            V1.TierBasis.Spend => TierBasis.Spend,
            V1.TierBasis.Visits => TierBasis.Visits,
            _ => ProgramReader.Unknown<TierBasis>(faults, "tiers.basis", sent.Basis, "a known TIER_BASIS"),
        },
        Period = period,
        Months = sent.Months,
        HoldPeriods = sent.HasHoldPeriods ? sent.HoldPeriods : TierTableDefinition.UsualHoldPeriods(period),
        GraceDays = sent.GraceDays,
        Upgrade = sent.Upgrade switch
        {
            V1.TierUpgrade.Unspecified or V1.TierUpgrade.AtOnce => TierUpgrade.AtOnce,
            V1.TierUpgrade.PeriodEnd => TierUpgrade.PeriodEnd,
            _ => ProgramReader.Unknown<TierUpgrade>(faults, "tiers.upgrade", sent.Upgrade, "a known TIER_UPGRADE"),
        },
        Downgrade = sent.Downgrade switch
        {
            V1.TierDowngrade.Unspecified or V1.TierDowngrade.ByCount => TierDowngrade.ByCount,
            V1.TierDowngrade.OneTier => TierDowngrade.OneTier,
            _ => ProgramReader.Unknown<TierDowngrade>(
                faults, "tiers.downgrade", sent.Downgrade, "a known TIER_DOWNGRADE"),
        },
        Refunds = sent.Refunds switch
        {
            V1.TierRefunds.Unspecified or V1.TierRefunds.Unwind => TierRefunds.Unwind,
            V1.TierRefunds.KeepTier => TierRefunds.KeepTier,
            V1.TierRefunds.Ignore => TierRefunds.Ignore,
            _ => ProgramReader.Unknown<TierRefunds>(faults, "tiers.refunds", sent.Refunds, "a known TIER_REFUNDS"),
        },
        Tiers =
        [
            .. sent.Tiers.Select(tier => new TierDefinition
            {
                Id = tier.TierId,
                DisplayName = tier.DisplayName,
                Threshold = tier.Threshold,
                RetainThreshold = tier.RetainThreshold,
                Benefits = [.. tier.Benefits],
                Entitlements = [.. tier.Entitlements],
            }),
        ],
    };
}
