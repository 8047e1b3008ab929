using System.Globalization;
using LoyaltyEngine.Core.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>The part of <see cref="ProgramReader"/> that reads how purchases earn.</summary>
internal static class EarningReader
{
    public static EarningDefinition Read(V1.ProgramEarning? earning, List<SentFault> faults)
    {
        if (earning is null)
        {
            ProgramReader.Add(faults, "earning", "earning", "missing", "how purchases earn: base, rules, exclusions");
            return new EarningDefinition { Points = 1, PerAmountMinor = 1 };
        }

        var rate = earning.Base ?? new V1.BaseRate { PerAmountMinor = 1 };
        return new EarningDefinition
        {
            Points = rate.Points,
            // Without points there is no rate, and the amount says nothing.
            PerAmountMinor = rate.Points == 0 && rate.PerAmountMinor is < 1 or > ProgramLimits.PerAmountMinorMax
                ? 1
                : rate.PerAmountMinor,
            Rounding = ReadRounding(rate.Rounding, "earning.base.rounding", faults),
            Scope = ReadScope(rate.Scope, "earning.base.scope", faults),
            Conflicts = earning.Conflicts switch
            {
                V1.ConflictPolicy.Unspecified or V1.ConflictPolicy.Sum => ConflictPolicy.Sum,
                V1.ConflictPolicy.BestForMember => ConflictPolicy.BestForMember,
                V1.ConflictPolicy.BestForMerchant => ConflictPolicy.BestForMerchant,
                V1.ConflictPolicy.Priority => ConflictPolicy.Priority,
                _ => ProgramReader.Unknown<ConflictPolicy>(
                    faults, "earning.conflicts", earning.Conflicts, "a known CONFLICT_POLICY"),
            },
            Rules = [.. earning.Rules.Select((rule, i) => Read(rule, i, faults))],
            Exclusions = [.. earning.Exclusions.Select(match => new LineMatch
            {
                Skus = [.. match.Skus],
                Categories = [.. match.Categories],
            })],
        };
    }

    private static RuleDefinition Read(V1.EarningRule rule, int place, List<SentFault> faults)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"earning.rules[{place}]");
        return new RuleDefinition
        {
            Id = rule.RuleId,
            When = ConditionReader.Read(rule.When, $"{path}.when", faults),
            MultiplierBps = rule.HasMultiplierBps ? rule.MultiplierBps : null,
            FixedPoints = rule.HasPoints ? rule.Points : null,
            Rate = rule.Rate is { } rate ? Read(rate, $"{path}.rate", faults) : null,
            MaximumPoints = rule.MaximumPoints,
            Group = rule.GroupId,
            Priority = rule.Priority,
        };
    }

    private static RuleRate Read(V1.RuleRate rate, string path, List<SentFault> faults) => new()
    {
        Points = rate.Points,
        PerAmountMinor = rate.HasPerAmountMinor ? rate.PerAmountMinor : 0,
        PerQuantityThousandths = rate.HasPerQuantityThousandths ? rate.PerQuantityThousandths : 0,
        Rounding = ReadRounding(rate.Rounding, $"{path}.rounding", faults),
        Scope = ReadScope(rate.Scope, $"{path}.scope", faults),
    };

    private static RoundingMode ReadRounding(V1.Rounding rounding, string path, List<SentFault> faults) =>
        rounding switch
        {
            V1.Rounding.Unspecified or V1.Rounding.Down => RoundingMode.Down,
            V1.Rounding.HalfUp => RoundingMode.HalfUp,
            V1.Rounding.Up => RoundingMode.Up,
            _ => ProgramReader.Unknown<RoundingMode>(faults, path, rounding, "a known ROUNDING"),
        };

    private static RateScope ReadScope(V1.RateScope scope, string path, List<SentFault> faults) => scope switch
    {
        V1.RateScope.Unspecified or V1.RateScope.Receipt => RateScope.Receipt,
        V1.RateScope.Line => RateScope.Line,
        _ => ProgramReader.Unknown<RateScope>(faults, path, scope, "a known RATE_SCOPE"),
    };
}
