using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;
using LoyaltyEngine.Runtime;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Tiers as the API shows them.</summary>
internal static class Tiers
{
    /// <summary>Where a member stands, with all that the tier gives.</summary>
    public static V1.TierStanding ToProto(TierAnswer answer)
    {
        var standing = ToProto(new TierHold(answer.Tier.Id, answer.EndTime), answer.Progress);
        standing.DisplayName = answer.Tier.DisplayName;
        standing.Benefits.AddRange(answer.Tier.Benefits);
        standing.Entitlements.AddRange(answer.Tier.Entitlements);
        return standing;
    }

    /// <summary>What an entry does.</summary>
    public static V1.TierChange ToProto(TierChange change) => new()
    {
        Counted = change.Count.Count,
        Standing = ToProto(change.Held, change.Progress),
    };

    /// <summary>Where a member would come.</summary>
    public static V1.TierMove ToProto(string memberId, TierMove move) => new()
    {
        MemberId = memberId,
        FormerTierId = move.FormerTierId,
        TierId = move.TierId,
        KeptUntilTime = move.KeptUntilTime == default || move.KeptUntilTime.IsNever
            ? null
            : Times.ToProto(move.KeptUntilTime),
    };

    /// <summary>The tiers of a program.</summary>
    public static V1.ProgramTiers ToProto(TierTableDefinition table) => new()
    {
        Basis = table.Basis switch
        {
            TierBasis.Points => V1.TierBasis.Points,
            TierBasis.Spend => V1.TierBasis.Spend,
            _ => V1.TierBasis.Visits,
        },
        Period = table.Period switch
        {
            TierPeriod.CalendarYear => V1.TierPeriod.CalendarYear,
            TierPeriod.AnniversaryYear => V1.TierPeriod.AnniversaryYear,
            TierPeriod.RollingMonths => V1.TierPeriod.RollingMonths,
            _ => V1.TierPeriod.Lifetime,
        },
        Months = table.Months,
        HoldPeriods = table.HoldPeriods,
        GraceDays = table.GraceDays,
        Upgrade = table.Upgrade == TierUpgrade.PeriodEnd ? V1.TierUpgrade.PeriodEnd : V1.TierUpgrade.AtOnce,
        Downgrade = table.Downgrade == TierDowngrade.OneTier ? V1.TierDowngrade.OneTier : V1.TierDowngrade.ByCount,
        Refunds = table.Refunds switch
        {
            TierRefunds.Unwind => V1.TierRefunds.Unwind,
            TierRefunds.KeepTier => V1.TierRefunds.KeepTier,
            _ => V1.TierRefunds.Ignore,
        },
        Tiers =
        {
            table.Tiers.Select(tier => new V1.Tier
            {
                TierId = tier.Id,
                DisplayName = tier.DisplayName,
                Threshold = tier.Threshold,
                RetainThreshold = tier.RetainThreshold,
                Benefits = { tier.Benefits },
                Entitlements = { tier.Entitlements },
            }),
        },
    };

    private static V1.TierStanding ToProto(TierHold held, in TierProgress progress) => new()
    {
        TierId = held.TierId,
        EndTime = held.EndTime.IsNever || held.TierId.Length == 0 ? null : Times.ToProto(held.EndTime),
        Count = progress.Count,
        PeriodEndTime = progress.PeriodEndTime.IsNever ? null : Times.ToProto(progress.PeriodEndTime),
        NextTierId = progress.NextTierId,
        NextTierCount = progress.NextCount,
        KeepCount = progress.KeepCount,
    };
}
