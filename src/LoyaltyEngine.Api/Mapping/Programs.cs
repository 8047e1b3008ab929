using Google.Type;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Runtime.Programs;
using NodaTime;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Programs as the API shows them: messages that say the same as a definition, both ways.</summary>
internal static class Programs
{
    /// <summary>The definition as a message.</summary>
    public static V1.Program ToProto(ProgramDefinition program)
    {
        var proto = new V1.Program
        {
            ProgramId = program.Id,
            DisplayName = program.DisplayName,
            CurrencyCode = program.CurrencyCode,
            TimeZone = program.TimeZone,
            BeginDate = ToProto(program.BeginDate),
            Expiry = program.Expiry is { } expiry ? ToProto(expiry) : null,
            Inactivity = program.Inactivity is { } inactivity ? ToProto(inactivity) : null,
            LateDays = program.LateDays,
            Pending = program.Pending is { } pending ? ToProto(pending) : null,
            Tiers = program.Tiers is { } tiers ? Tiers.ToProto(tiers) : null,
            Earning = new V1.ProgramEarning
            {
                Base = new V1.BaseRate
                {
                    Points = program.Earning.Points,
                    PerAmountMinor = program.Earning.PerAmountMinor,
                    Rounding = ToProto(program.Earning.Rounding),
                    Scope = ToProto(program.Earning.Scope),
                },
                Conflicts = program.Earning.Conflicts switch
                {
                    ConflictPolicy.Sum => V1.ConflictPolicy.Sum,
                    ConflictPolicy.BestForMember => V1.ConflictPolicy.BestForMember,
                    ConflictPolicy.BestForMerchant => V1.ConflictPolicy.BestForMerchant,
                    _ => V1.ConflictPolicy.Priority,
                },
            },
            Returns = new V1.ProgramReturns
            {
                WithoutReference = program.Returns.WithoutReference == UnreferencedReturns.Refuse
                    ? V1.UnreferencedReturns.Refuse
                    : V1.UnreferencedReturns.TakeBack,
                Shortfall = program.Returns.Shortfall == ShortfallPolicy.Forgive
                    ? V1.ShortfallPolicy.Forgive
                    : V1.ShortfallPolicy.Debt,
                WaitDays = program.Returns.WaitDays,
                GraceDays = program.Returns.GraceDays,
            },
        };
        proto.StoreGroups.AddRange(program.StoreGroups.Select(Conditions.ToProto));
        proto.Earning.Rules.AddRange(program.Earning.Rules.Select(ToProto));
        proto.Earning.Exclusions.AddRange(program.Earning.Exclusions.Select(ToProto));
        if (program.Burning is { } burning)
        {
            proto.Burning = new V1.ProgramBurning
            {
                PointsPerCurrencyUnit = burning.PointsPerCurrencyUnit,
                MinimumPoints = burning.MinimumPoints,
                StepPoints = burning.StepPoints,
                Reservations = burning.Reservations is not { } reservations ? null : new V1.ProgramReservations
                {
                    DurationSeconds = reservations.DurationSeconds,
                    MaximumSeconds = reservations.MaximumSeconds,
                    LotsExpire = reservations.LotsExpire,
                },
            };
        }

        if (program.Adjustments is { } adjustments)
        {
            proto.Adjustments = new V1.ProgramAdjustments
            {
                MaximumPoints = adjustments.MaximumPoints,
                DailyMaximumPoints = adjustments.DailyMaximumPoints,
                Reasons = { adjustments.Reasons },
                Shortfall = adjustments.Shortfall == AdjustmentShortfall.Debt
                    ? V1.AdjustmentShortfall.Debt
                    : V1.AdjustmentShortfall.Refuse,
            };
        }

        MemberRules.AddTo(proto, program);
        return proto;
    }

    /// <summary>A version.</summary>
    public static V1.ProgramVersion ToProto(ProgramHistory history, long version, Instant now)
    {
        var program = history.Schedule.Find(version)!;
        var publication = history.PublicationOf(version);
        var proto = new V1.ProgramVersion
        {
            ProgramId = program.Id,
            Version = version,
            State = ToProto(history.StandingOf(version, now)),
            EffectiveTime = Times.ToProto(LedgerTime.FromInstant(program.EffectiveTime)),
            RecordTime = Times.ToProto(publication.RecordTime),
            Principal = publication.Principal,
            RequestId = publication.RequestId,
            DisplayName = program.Definition.DisplayName,
        };
        if (history.RetirementOf(version) is { } retirement)
            proto.RetireTime = Times.ToProto(retirement.RecordTime);
        return proto;
    }

    /// <summary>The version that a record published or retired, as it stood then.</summary>
    public static V1.ProgramVersion ToProto(ProgramHistory history, ProgramRecord record) =>
        ToProto(history, history.VersionOf(record), record.RecordTime.ToInstant());

    /// <summary>A change.</summary>
    public static V1.ProgramChange ToProto(ProgramChange change) => new()
    {
        Path = change.Path,
        Affected = change.Affected,
        Description = change.Description,
    };

    /// <summary>A fault.</summary>
    public static V1.ProgramFault ToProto(SentFault fault) => new()
    {
        Path = fault.Path,
        Field = fault.Field,
        Line = fault.Line,
        Column = fault.Column,
        Message = fault.Message,
        Expectation = fault.Expected,
    };

    public static Date ToProto(LocalDate date) => new() { Year = date.Year, Month = date.Month, Day = date.Day };

    private static V1.ProgramExpiry ToProto(ExpiryDefinition expiry)
    {
        var proto = new V1.ProgramExpiry
        {
            RoundTo = expiry.RoundTo switch
            {
                ExpiryRounding.Day => V1.ExpiryRounding.Day,
                ExpiryRounding.Month => V1.ExpiryRounding.Month,
                ExpiryRounding.Quarter => V1.ExpiryRounding.Quarter,
                _ => V1.ExpiryRounding.Year,
            },
        };
        proto.Dates.AddRange(expiry.Dates.Select(date => new Date { Month = date.Month, Day = date.Day }));
        switch (expiry)
        {
            case { Period: 0 }:
                break;
            case { Unit: ExpiryUnit.Days }:
                proto.Days = expiry.Period;
                break;
            case { Unit: ExpiryUnit.Months }:
                proto.Months = expiry.Period;
                break;
            default:
                proto.Years = expiry.Period;
                break;
        }

        return proto;
    }

    private static V1.ProgramInactivity ToProto(InactivityDefinition inactivity)
    {
        var proto = new V1.ProgramInactivity
        {
            NoticeDays = inactivity.NoticeDays,
            Activities = MemberRules.ToProto(inactivity.Activities),
        };
        if (inactivity.Unit == ExpiryUnit.Days)
            proto.Days = inactivity.Period;
        else if (inactivity.Unit == ExpiryUnit.Months)
            proto.Months = inactivity.Period;
        else
            proto.Years = inactivity.Period;
        return proto;
    }

    private static V1.ProgramPending ToProto(PendingDefinition pending)
    {
        var proto = new V1.ProgramPending { EventCode = pending.Event };
        if (pending.UntilDate is { } date)
            proto.UntilDate = ToProto(date);
        else if (pending.Days > 0)
            proto.Days = pending.Days;
        return proto;
    }

    private static V1.Rounding ToProto(RoundingMode rounding) => rounding switch
    {
        RoundingMode.Down => V1.Rounding.Down,
        RoundingMode.HalfUp => V1.Rounding.HalfUp,
        _ => V1.Rounding.Up,
    };

    private static V1.EarningRule ToProto(RuleDefinition rule)
    {
        var proto = new V1.EarningRule
        {
            RuleId = rule.Id,
            MaximumPoints = rule.MaximumPoints,
            GroupId = rule.Group,
            Priority = rule.Priority,
        };
        var when = Conditions.ToProto(rule.When);
        if (when.CalculateSize() > 0)
            proto.When = when;
        if (rule.MultiplierBps is { } multiplierBps)
            proto.MultiplierBps = multiplierBps;
        if (rule.FixedPoints is { } points)
            proto.Points = points;
        if (rule.Rate is { } rate)
            proto.Rate = ToProto(rate);
        return proto;
    }

    private static V1.RuleRate ToProto(RuleRate rate)
    {
        var proto = new V1.RuleRate
        {
            Points = rate.Points,
            Rounding = ToProto(rate.Rounding),
            Scope = ToProto(rate.Scope),
        };
        if (rate.PerQuantityThousandths > 0)
            proto.PerQuantityThousandths = rate.PerQuantityThousandths;
        else
            proto.PerAmountMinor = rate.PerAmountMinor;
        return proto;
    }

    private static V1.RateScope ToProto(RateScope scope) =>
        scope == RateScope.Line ? V1.RateScope.Line : V1.RateScope.Receipt;

    private static V1.LineMatch ToProto(LineMatch match) =>
        new() { Skus = { match.Skus }, Categories = { match.Categories } };

    private static V1.ProgramVersionState ToProto(ProgramVersionStanding standing) => standing switch
    {
        ProgramVersionStanding.Scheduled => V1.ProgramVersionState.Scheduled,
        ProgramVersionStanding.InForce => V1.ProgramVersionState.InForce,
        ProgramVersionStanding.Superseded => V1.ProgramVersionState.Superseded,
        ProgramVersionStanding.Retired => V1.ProgramVersionState.Retired,
        _ => throw new ArgumentOutOfRangeException(nameof(standing), standing, null),
    };
}
