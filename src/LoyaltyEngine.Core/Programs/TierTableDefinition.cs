namespace LoyaltyEngine.Core.Programs;

/// <summary>The program's tiers: what counts towards them, for how long, and what each of them asks.</summary>
public sealed record TierTableDefinition
{
    /// <summary>What a purchase counts.</summary>
    public TierBasis Basis { get; init; }

    /// <summary>For how long it counts.</summary>
    public TierPeriod Period { get; init; }

    /// <summary>How many months, of <see cref="TierPeriod.RollingMonths"/>.</summary>
    public int Months { get; init; }

    /// <summary>How many periods more a tier lasts after the end of the one in which it was reached; of years
    /// only.</summary>
    public int HoldPeriods { get; init; }

    /// <summary>How many days later than that a tier ends.</summary>
    public int GraceDays { get; init; }

    /// <summary>When who has reached a tier gets it.</summary>
    public TierUpgrade Upgrade { get; init; }

    /// <summary>To which tier a member comes whose tier ends.</summary>
    public TierDowngrade Downgrade { get; init; }

    /// <summary>What goods that come back do to the count and to the tier.</summary>
    public TierRefunds Refunds { get; init; }

    /// <summary>The tiers, the lowest first, which is everybody's.</summary>
    public IReadOnlyList<TierDefinition> Tiers { get; init; } = [];

    /// <summary>Whether periods are years, so that tiers may last for more of them.</summary>
    public static bool IsOfYears(TierPeriod period) => period is TierPeriod.CalendarYear or TierPeriod.AnniversaryYear;

    /// <summary><see cref="HoldPeriods"/> where a program does not say.</summary>
    public static int UsualHoldPeriods(TierPeriod period) => IsOfYears(period) ? 1 : 0;
}

/// <summary>One tier.</summary>
public sealed record TierDefinition
{
    /// <summary>The tier's id, unique in its program.</summary>
    public required string Id { get; init; }

    /// <summary>The tier's name for people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>The count that reaches it; 0 for the lowest.</summary>
    public long Threshold { get; init; }

    /// <summary>The count that keeps it for another period; 0 where that is the threshold.</summary>
    public long RetainThreshold { get; init; }

    /// <summary>What members of the tier get, in words for people.</summary>
    public IReadOnlyList<string> Benefits { get; init; } = [];

    /// <summary>What members of the tier are entitled to, in codes for other systems.</summary>
    public IReadOnlyList<string> Entitlements { get; init; } = [];
}

/// <summary>What a purchase counts towards a tier.</summary>
public enum TierBasis
{
    /// <summary>The points that it earned, pending or not.</summary>
    Points,

    /// <summary>What was spent on lines that can earn, in minor units.</summary>
    Spend,

    /// <summary>One.</summary>
    Visits,
}

/// <summary>For how long a purchase counts towards a tier.</summary>
public enum TierPeriod
{
    /// <summary>Through the calendar year.</summary>
    CalendarYear,

    /// <summary>Through the year that began on the last anniversary of the member's enrolment.</summary>
    AnniversaryYear,

    /// <summary>Through its month and so many more that they are <see cref="TierTableDefinition.Months"/> in
    /// all.</summary>
    RollingMonths,

    /// <summary>For ever.</summary>
    Lifetime,
}

/// <summary>When who has reached a tier gets it.</summary>
public enum TierUpgrade
{
    /// <summary>With the purchase that reaches it.</summary>
    AtOnce,

    /// <summary>When the period ends.</summary>
    PeriodEnd,
}

/// <summary>To which tier a member comes whose tier ends.</summary>
public enum TierDowngrade
{
    /// <summary>To the one that the count gives.</summary>
    ByCount,

    /// <summary>To the next lower one, for one period more, or to a higher one that the count gives.</summary>
    OneTier,
}

/// <summary>What goods that come back do.</summary>
public enum TierRefunds
{
    /// <summary>They count no more, and a tier that was reached by them is lost.</summary>
    Unwind,

    /// <summary>They count no more, and the member keeps the tier as long as it would have lasted.</summary>
    KeepTier,

    /// <summary>They count as before.</summary>
    Ignore,
}
