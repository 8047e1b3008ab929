using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Api.Tests.Programs;

/// <summary>Random programs without faults, their words as awkward as they may be.</summary>
internal static class AnyProgram
{
    private const string Awkward = "aZ09 -:#'\"\\{}[],&*!|>%@`~=?.éß漢\u2028\u00a0\ufeff\ud83c\udf70";

    private static ExpiryDefinition? Expiry(Random random) => random.Next(4) switch
    {
        0 => null,
        1 => new ExpiryDefinition
        {
            Period = random.Next(1, 4),
            Unit = (ExpiryUnit)random.Next(3),
            Dates = [new AnnualDate(2, 28), new AnnualDate(12, 31)],
        },
        _ => new ExpiryDefinition
        {
            Period = random.Next(1, 40),
            Unit = (ExpiryUnit)random.Next(3),
            RoundTo = (ExpiryRounding)random.Next(4),
        },
    };

    private static TierTableDefinition Tiers(Random random)
    {
        var period = (TierPeriod)random.Next(4);
        var hasYears = period is TierPeriod.CalendarYear or TierPeriod.AnniversaryYear;
        var hold = hasYears ? random.Next(6) : 0;
        return new TierTableDefinition
        {
            Basis = (TierBasis)random.Next(3),
            Period = period,
            Months = period == TierPeriod.RollingMonths ? random.Next(1, 37) : 0,
            HoldPeriods = hold,
            GraceDays = period == TierPeriod.Lifetime ? 0 : random.Next(367),
            Upgrade = hold > 0 ? (TierUpgrade)random.Next(2) : TierUpgrade.AtOnce,
            Downgrade = (TierDowngrade)random.Next(2),
            Refunds = (TierRefunds)random.Next(3),
            Tiers =
            [
                .. Enumerable.Range(0, random.Next(1, 6)).Select(i => new TierDefinition
                {
                    Id = $"{i}-{Id(random, 8)}",
                    DisplayName = random.Next(2) == 0 ? "" : Word(random, ProgramLimits.DisplayNameLengthMax),
                    Threshold = i * 1_000_003L,
                    RetainThreshold = i == 0 || hold == 0 ? 0 : i * 997L,
                    Benefits = Words(random, 0),
                    Entitlements = [.. new[] { "lounge", "0", "no" }.Take(random.Next(4))],
                }),
            ],
        };
    }

    private static readonly string[] Currencies = ["GBP", "JPY", "KWD"];

    public static ProgramDefinition Next(Random random)
    {
        var currency = Currencies[random.Next(Currencies.Length)];
        var points = random.Next(4) == 0 ? 0 : random.NextInt64(1, ProgramLimits.BasePointsMax + 1);
        var step = random.Next(3) == 0 ? 1 : random.NextInt64(1, 1_000);
        var tiers = random.Next(2) == 0 ? null : Tiers(random);
        var isLapsing = random.Next(3) == 0;
        var groups = Enumerable.Range(0, random.Next(3)).Select(i => new StoreGroupDefinition
        {
            Id = $"g-{i}",
            Stores = [.. Stores(random, 1).Select(store => $"{i}{store}")],
            TimeZone = random.Next(2) == 0 ? "" : "Asia/Tokyo",
        }).ToList();
        return new ProgramDefinition
        {
            Id = Id(random, ProgramLimits.ProgramIdLengthMax),
            DisplayName = random.Next(3) == 0 ? "" : Word(random, ProgramLimits.DisplayNameLengthMax),
            CurrencyCode = currency,
            CurrencyDecimals = CurrencyCodes.DecimalsOf(currency)!.Value,
            TimeZone = random.Next(2) == 0 ? "Europe/London" : "Etc/GMT+5",
            BeginDate = ProgramLimits.BeginDateMin.PlusDays(random.Next(60_000)),
            StoreGroups = groups,
            Tiers = tiers,
            Earning = new EarningDefinition
            {
                Points = points,
                PerAmountMinor = random.NextInt64(1, random.Next(2) == 0 ? 500 : ProgramLimits.PerAmountMinorMax + 1),
                Rounding = (RoundingMode)random.Next(3),
                Scope = (RateScope)random.Next(2),
                Conflicts = (ConflictPolicy)random.Next(4),
                Rules =
                [
                    .. Enumerable.Range(0, random.Next(5)).Select(i => Rule(random, i, points > 0, groups, tiers)),
                ],
                Exclusions = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new LineMatch
                {
                    Skus = Words(random, 1),
                    Categories = Words(random, 0),
                })],
            },
            Burning = random.Next(3) == 0 ? null : new BurningDefinition
            {
                PointsPerCurrencyUnit = random.NextInt64(1, ProgramLimits.PointsPerCurrencyUnitMax + 1),
                StepPoints = step,
                MinimumPoints = step * random.Next(1, 50),
                Reservations = random.Next(2) == 0 ? null : new ReservationDefinition
                {
                    DurationSeconds = random.Next(1, 1_000),
                    MaximumSeconds = random.Next(1_000, 5_000),
                    LotsExpire = random.Next(2) == 0,
                },
            },
            LateDays = random.Next(3),
            Expiry = isLapsing ? null : Expiry(random),
            Inactivity = isLapsing
                ? new InactivityDefinition
                {
                    Period = random.Next(12, 40),
                    Unit = random.Next(2) == 0 ? ExpiryUnit.Months : ExpiryUnit.Years,
                    NoticeDays = random.Next(30, 61),
                    Activities = random.GetItems(
                        [MemberActions.None, MemberActions.Burn, MemberActions.Return | MemberActions.Burn], 1)[0],
                }
                : null,
            Pending = random.Next(4) switch
            {
                0 => null,
                3 => new PendingDefinition { Event = "0" },
                1 => new PendingDefinition
                {
                    Days = random.Next(1, 90), Event = random.GetItems(["", "delivered", "no"], 1)[0],
                },
                _ => new PendingDefinition { UntilDate = new LocalDate(2026, 1, 1).PlusDays(random.Next(900)) },
            },
            Adjustments = random.Next(3) == 0 ? null : new AdjustmentDefinition
            {
                MaximumPoints = random.Next(1, 1_000),
                DailyMaximumPoints = random.Next(1_000, 5_000),
                Reasons = [.. new[] { "goodwill", "0", "no" }.Take(random.Next(4))],
                Shortfall = (AdjustmentShortfall)random.Next(2),
            },
            Returns = new ReturnDefinition
            {
                WithoutReference = (UnreferencedReturns)random.Next(2),
                Shortfall = (ShortfallPolicy)random.Next(2),
                WaitDays = random.Next(3),
                GraceDays = random.Next(3),
            },
            Identifiers = [.. Enumerable.Range(0, random.Next(4)).Select(i => Kind(random, i))],
            Statuses = random.Next(2) == 0 ? new() : new StatusDefinition
            {
                Blocked = (MemberActions)random.Next(32),
                Closed = (MemberActions)random.Next(32),
            },
            Enrolment = new EnrolmentDefinition
            {
                AtTill = random.Next(2) == 0,
                LegalProfiles = [.. Enumerable.Range(0, random.Next(3)).Select(i => new LegalProfileDefinition
                {
                    Id = Name(random, i),
                    MinimumAge = random.Next(ProgramLimits.AgeMax + 1),
                    Law = (ExpiryLaw)(isLapsing ? random.Next(3) : 0),
                }).Append(new LegalProfileDefinition
                {
                    Id = "exempt",
                    Law = (ExpiryLaw)random.Next(1, 3),
                    Exemption = (ExpiryExemption)random.Next(1, 3),
                })],
            },
            Attributes = [.. Enumerable.Range(0, random.Next(4)).Select(i => Attribute(random, i))],
            Consents = [.. Enumerable.Range(0, random.Next(3)).Select(i => Name(random, i))],
        };
    }

    private static IdentifierDefinition Kind(Random random, int number)
    {
        var format = (IdentifierFormat)random.Next(4);
        var lengthMin = random.Next(1, ProgramLimits.IdentifierLengthMax + 1);
        return new IdentifierDefinition
        {
            Kind = Name(random, number),
            Format = format,
            LengthMin = lengthMin,
            LengthMax = random.Next(lengthMin, ProgramLimits.IdentifierLengthMax + 1),
            Check = format == IdentifierFormat.Digits ? (CheckDigit)random.Next(2) : CheckDigit.None,
            CallingCode = format == IdentifierFormat.Phone ? random.GetItems(["", "44", "1", "999"], 1)[0] : "",
        };
    }

    private static AttributeDefinition Attribute(Random random, int number)
    {
        var type = (AttributeType)random.Next(5);
        return new AttributeDefinition
        {
            Name = Name(random, number),
            Type = type,
            Values = type == AttributeType.Choice ? Words(random, 1) : [],
        };
    }

    private static string Name(Random random, int number) =>
        random.GetItems(["no", "0", "_", "null", "a1_"], 1)[0] + number;

    // Within others, one that always holds is a fault.
    private static RuleCondition Condition(Random random, IReadOnlyList<StoreGroupDefinition> groups, int depth)
    {
        var from = new LocalDate(2026, 1, 1).PlusDays(random.Next(1_000));
        return new RuleCondition
        {
            Skus = Words(random, depth == 0 ? 0 : 1),
            Categories = Words(random, 0),
            Stores = groups.Count > 0 ? [] : Stores(random, 0),
            StoreGroups = [.. groups.Where(_ => random.Next(2) == 0).Select(group => group.Id)],
            Channels = random.Next(3) == 0 ? ["app", "on:line"] : [],
            Tenders = random.Next(3) == 0 ? ["card", "gift:card"] : [],
            FromDate = random.Next(3) == 0 ? from : null,
            ThroughDate = random.Next(3) == 0 ? from.PlusDays(random.Next(3)) : null,
            Weekdays = [.. Enumerable.Range(1, random.Next(8)).Select(day => (IsoDayOfWeek)day)],
            Hours = random.Next(3) == 0 ? [new DayHours(random.Next(720), 720 + random.Next(721)), new(1_300, 5)] : [],
            PurchaseNumbers = random.Next(3) == 0 ? [1, random.Next(2, 100)] : [],
            EveryPurchase = random.Next(3) == 0 ? random.Next(2, 100) : 0,
            AnniversaryDays = random.Next(3) == 0 ? random.Next(1, 366) : 0,
            Any = Within(),
            Not = Within(),
        };

        List<RuleCondition> Within() => depth == ProgramLimits.ConditionDepthMax || random.Next(3) > 0
            ? []
            : [.. Enumerable.Range(0, random.Next(3)).Select(_ => Condition(random, groups, depth + 1))];
    }

    private static List<string> Stores(Random random, int countMin) =>
        [.. Enumerable.Range(0, random.Next(countMin, 3)).Select(i => $"S:{i}/{random.Next(10)}")];

    private static RuleDefinition Rule(
        Random random,
        int number,
        bool mayMultiply,
        IReadOnlyList<StoreGroupDefinition> groups,
        TierTableDefinition? tiers)
    {
        var multiplies = mayMultiply && random.Next(2) == 0;
        var rate = multiplies || random.Next(2) == 0 ? null : new RuleRate
        {
            Points = random.NextInt64(1, ProgramLimits.BasePointsMax + 1),
            PerAmountMinor = number % 2 == 0 ? random.NextInt64(1, ProgramLimits.PerAmountMinorMax + 1) : 0,
            PerQuantityThousandths = number % 2 == 0 ? 0 : random.NextInt64(1, 1_000_000_001),
            Rounding = (RoundingMode)random.Next(3),
            Scope = (RateScope)random.Next(2),
        };
        return new RuleDefinition
        {
            Id = $"{Id(random, 40)}-{number}",
            When = Condition(random, groups, depth: 0) with
            {
                Tiers = [.. (tiers?.Tiers ?? []).Select(tier => tier.Id).Where(_ => random.Next(4) == 0)],
                MinimumSpendMinor = random.Next(3) == 0 ? random.NextInt64(100_000) : 0,
                MinimumQuantityThousandths = random.Next(3) == 0 ? random.NextInt64(100_000) : 0,
                MinimumReceiptMinor = random.Next(3) == 0 ? random.NextInt64(100_000) : 0,
            },
            MultiplierBps = multiplies
                ? random.NextInt64(ProgramLimits.MultiplierBpsMin, ProgramLimits.MultiplierBpsMax + 1)
                : null,
            Rate = rate,
            Group = random.Next(2) == 0 ? "" : Id(random, 40),
            Priority = random.Next(2) == 0 ? 0 : random.Next(ProgramLimits.RulePriorityMax + 1),
            FixedPoints = multiplies || rate is not null ? null : random.NextInt64(1, ProgramLimits.FixedPointsMax + 1),
            MaximumPoints = random.Next(3) == 0 ? random.NextInt64(1, 10_000) : 0,
        };
    }

    private static string Id(Random random, int lengthMax) =>
        random.GetString("abcdefghijklmnopqrstuvwxyz0123456789-", random.Next(1, lengthMax + 1));

    private static List<string> Words(Random random, int countMin) =>
        [.. Enumerable.Range(0, random.Next(countMin, 4)).Select(_ => Word(random, 20)).Distinct()];

    private static string Word(Random random, int lengthMax)
    {
        if (random.Next(4) == 0)
            return random.GetItems(["no", "Yes", "null", "~", "0012", "1.0", "-", "a: b", "#", " x ", "\\"], 1)[0];
        var word = random.GetString(Awkward, random.Next(1, lengthMax));
        // Halves of a character are no text.
        return new string([.. word.Where(character => !char.IsSurrogate(character))]) is { Length: > 0 } whole
            ? whole + "\ud83c\udf70"[..(lengthMax - whole.Length >= 2 ? 2 : 0)]
            : "x";
    }
}
