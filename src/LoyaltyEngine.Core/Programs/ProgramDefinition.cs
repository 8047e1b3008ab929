using LoyaltyEngine.Core.Members;
using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// A program as its file declares it: plain data, not yet checked. <see cref="ProgramChecker"/> tells what is wrong
/// with it and <see cref="LoyaltyProgram"/> is its compiled form.
/// </summary>
public sealed record ProgramDefinition
{
    /// <summary>The program's id: 1 to 32 of a-z 0-9 - .</summary>
    public required string Id { get; init; }

    /// <summary>The program's name for people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>ISO 4217 code of the currency in which the program counts spend.</summary>
    public required string CurrencyCode { get; init; }

    /// <summary>How many decimals the currency's minor unit has: 2 for GBP, 0 for JPY.</summary>
    public int CurrencyDecimals { get; init; } = 2;

    /// <summary>The program's home time zone by the tz database.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The first local day of which purchases count.</summary>
    public required LocalDate BeginDate { get; init; }

    /// <summary>How many days late a purchase may be told of: one of today is 0 days late. 0 for any number.</summary>
    public int LateDays { get; init; }

    /// <summary>How long points are good; null where they never expire.</summary>
    public ExpiryDefinition? Expiry { get; init; }

    /// <summary>When points lapse for want of activity; null where they do not.</summary>
    public InactivityDefinition? Inactivity { get; init; }

    /// <summary>When earned points become available; null for at once.</summary>
    public PendingDefinition? Pending { get; init; }

    /// <summary>How purchases earn.</summary>
    public required EarningDefinition Earning { get; init; }

    /// <summary>The tiers; null where the program has none.</summary>
    public TierTableDefinition? Tiers { get; init; }

    /// <summary>Stores that rules name together.</summary>
    public IReadOnlyList<StoreGroupDefinition> StoreGroups { get; init; } = [];

    /// <summary>How points pay; null where the program has no burning.</summary>
    public BurningDefinition? Burning { get; init; }

    /// <summary>What happens to goods brought back without a reference to their sale.</summary>
    public ReturnDefinition Returns { get; init; } = new();

    /// <summary>What the customer-care desk may correct; null where the program has no adjustments.</summary>
    public AdjustmentDefinition? Adjustments { get; init; }

    /// <summary>What members are known by; empty for any kind, to the letter.</summary>
    public IReadOnlyList<IdentifierDefinition> Identifiers { get; init; } = [];

    /// <summary>What members may still do whose account is not open.</summary>
    public StatusDefinition Statuses { get; init; } = new();

    /// <summary>How members are enrolled.</summary>
    public EnrolmentDefinition Enrolment { get; init; } = new();

    /// <summary>What the program wants to know of its members.</summary>
    public IReadOnlyList<AttributeDefinition> Attributes { get; init; } = [];

    /// <summary>The kinds of consents that it asks for.</summary>
    public IReadOnlyList<string> Consents { get; init; } = [];
}

/// <summary>How purchases earn: a base rate over the whole receipt and rules that add to it.</summary>
public sealed record EarningDefinition
{
    /// <summary>Points given for each <see cref="PerAmountMinor"/> of eligible spend; 0 for no base rate.</summary>
    public required long Points { get; init; }

    /// <summary>The spend, in minor units, that earns <see cref="Points"/>.</summary>
    public required long PerAmountMinor { get; init; }

    /// <summary>How a fraction of a point is rounded.</summary>
    public RoundingMode Rounding { get; init; } = RoundingMode.Down;

    /// <summary>Of what it is rounded.</summary>
    public RateScope Scope { get; init; }

    /// <summary>Which of several rules that exclude each other counts.</summary>
    public ConflictPolicy Conflicts { get; init; }

    /// <summary>The rules, in the order in which answers list them. The order changes no result.</summary>
    public IReadOnlyList<RuleDefinition> Rules { get; init; } = [];

    /// <summary>Lines that match any of these neither earn nor count for any rule.</summary>
    public IReadOnlyList<LineMatch> Exclusions { get; init; } = [];
}

/// <summary>
/// One rule beside the base rate. Exactly one of <see cref="MultiplierBps"/>, <see cref="FixedPoints"/> and
/// <see cref="Rate"/> is set.
/// </summary>
public sealed record RuleDefinition
{
    /// <summary>The rule's id, unique in its program.</summary>
    public required string Id { get; init; }

    /// <summary>What it applies to; by default every line that can earn.</summary>
    public RuleCondition When { get; init; } = new();

    /// <summary>
    /// The base rate's multiple that matching lines earn in all, in basis points: 20000 is double points, so the rule
    /// itself gives the base rate once more over its matching lines, rounded as the base is.
    /// </summary>
    public long? MultiplierBps { get; init; }

    /// <summary>Points given once a receipt where any line matches.</summary>
    public long? FixedPoints { get; init; }

    /// <summary>Points for what its matching lines come to.</summary>
    public RuleRate? Rate { get; init; }

    /// <summary>The rules with which it excludes others; empty for those that name none, which exclude each other only
    /// where <see cref="EarningDefinition.Conflicts"/> is no sum.</summary>
    public string Group { get; init; } = "";

    /// <summary>Its rank among rules that exclude each other: the higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>The most points that the rule gives a receipt; 0 for no most.</summary>
    public long MaximumPoints { get; init; }
}

/// <summary>
/// Names lines by SKU and category. Within a list any one suffices; where both lists are given, both must hold.
/// </summary>
public sealed record LineMatch
{
    /// <summary>The SKUs; empty for any.</summary>
    public IReadOnlyList<string> Skus { get; init; } = [];

    /// <summary>The categories; empty for any.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];
}

/// <summary>
/// How long points are good: so many days, months or years from the day of their purchase, and then to the end of a
/// longer unit or the next of some days of the year. Of the program's days; points are good through the whole of their
/// last.
/// </summary>
public sealed record ExpiryDefinition
{
    /// <summary>How many of <see cref="Unit"/>; 0 only where <see cref="Dates"/> are given.</summary>
    public required int Period { get; init; }

    /// <summary>What the period counts.</summary>
    public required ExpiryUnit Unit { get; init; }

    /// <summary>To the end of what points are good beyond it; not where <see cref="Dates"/> are given.</summary>
    public ExpiryRounding RoundTo { get; init; } = ExpiryRounding.Day;

    /// <summary>The days of the year of which points are good through the next; empty for any.</summary>
    public IReadOnlyList<AnnualDate> Dates { get; init; } = [];
}

/// <summary>
/// When points lapse for want of activity: all of a member's at once, at the end of the program's day so many days,
/// months or years after the day of the last activity.
/// </summary>
public sealed record InactivityDefinition
{
    /// <summary>How many of <see cref="Unit"/>.</summary>
    public required int Period { get; init; }

    /// <summary>What the period counts.</summary>
    public required ExpiryUnit Unit { get; init; }

    /// <summary>How many days before notice is given; 0 where none is.</summary>
    public int NoticeDays { get; init; }

    /// <summary>What counts beside all that gives points: burns, returns, both or neither.</summary>
    public MemberActions Activities { get; init; } = MemberActions.Burn;
}

/// <summary>When earned points become available: at a time or by an event, whichever comes first. At least one of them
/// is given, and at most one time.</summary>
public sealed record PendingDefinition
{
    /// <summary>At the beginning of the program's day so many days after the day of the purchase; 0 for none.</summary>
    public int Days { get; init; }

    /// <summary>At the beginning of this day of the program, or at once from then on.</summary>
    public LocalDate? UntilDate { get; init; }

    /// <summary>When this event of their purchase is told of, such as its delivery; empty for none.</summary>
    public string Event { get; init; } = "";
}

/// <summary>What a period of expiry counts.</summary>
public enum ExpiryUnit
{
    /// <summary>Days.</summary>
    Days,

    /// <summary>Months: from the 31st to the last day of a shorter month.</summary>
    Months,

    /// <summary>Years.</summary>
    Years,
}

/// <summary>To the end of what points are good.</summary>
public enum ExpiryRounding
{
    /// <summary>The day.</summary>
    Day,

    /// <summary>The month.</summary>
    Month,

    /// <summary>The quarter, from January.</summary>
    Quarter,

    /// <summary>The year.</summary>
    Year,
}

/// <summary>How points pay.</summary>
public sealed record BurningDefinition
{
    /// <summary>How many points pay one currency unit (one pound, not one penny).</summary>
    public required long PointsPerCurrencyUnit { get; init; }

    /// <summary>The fewest points one burn may take.</summary>
    public long MinimumPoints { get; init; } = 1;

    /// <summary>The points of a burn are a multiple of this.</summary>
    public long StepPoints { get; init; } = 1;

    /// <summary>How points are reserved for a burn under way; null where the program has no reservations.</summary>
    public ReservationDefinition? Reservations { get; init; }
}

/// <summary>How points are reserved for a burn under way.</summary>
public sealed record ReservationDefinition
{
    /// <summary>How long a reservation lasts where the till does not say, in seconds.</summary>
    public required long DurationSeconds { get; init; }

    /// <summary>How long one may last, from its beginning and with all extensions, in seconds.</summary>
    public required long MaximumSeconds { get; init; }

    /// <summary>Whether reserved points expire in their time; otherwise not before the reservation ends.</summary>
    public bool LotsExpire { get; init; }
}

/// <summary>What happens to goods brought back without a reference to their sale.</summary>
public sealed record ReturnDefinition
{
    /// <summary>Whether such returns are taken at all.</summary>
    public UnreferencedReturns WithoutReference { get; init; } = UnreferencedReturns.TakeBack;

    /// <summary>What happens where the member has fewer points than are taken back.</summary>
    public ShortfallPolicy Shortfall { get; init; } = ShortfallPolicy.Debt;

    /// <summary>For how many days, each of 24 hours, a return that comes before its sale waits for it; 0 where none
    /// does.</summary>
    public int WaitDays { get; init; }

    /// <summary>Through how many days more burned points are good at least that come back because of the merchant; 0
    /// where they expire as if they had not been burned.</summary>
    public int GraceDays { get; init; }
}

/// <summary>What the customer-care desk may correct by hand.</summary>
public sealed record AdjustmentDefinition
{
    /// <summary>The most points that one adjustment may give or take.</summary>
    public required long MaximumPoints { get; init; }

    /// <summary>The most points that all adjustments of one member may give and take, counted together, in one day of
    /// the program's time zone.</summary>
    public required long DailyMaximumPoints { get; init; }

    /// <summary>The reason codes that an adjustment may name; empty for any well-formed one.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What happens where more is to be taken than the member has.</summary>
    public AdjustmentShortfall Shortfall { get; init; } = AdjustmentShortfall.Refuse;
}

/// <summary>Whether goods brought back without a reference take points back.</summary>
public enum UnreferencedReturns
{
    /// <summary>They take back what a purchase of the same basket would earn now.</summary>
    TakeBack,

    /// <summary>They are refused.</summary>
    Refuse,
}

/// <summary>What happens to the part of a take-back that a member's points do not cover.</summary>
public enum ShortfallPolicy
{
    /// <summary>It becomes debt, which later earns repay.</summary>
    Debt,

    /// <summary>It is forgiven, and the entry says how much.</summary>
    Forgive,
}

/// <summary>What happens where an adjustment would take more points than a member has.</summary>
public enum AdjustmentShortfall
{
    /// <summary>It is refused.</summary>
    Refuse,

    /// <summary>What is missing becomes debt, which later earns repay.</summary>
    Debt,
}

/// <summary>How a fraction of a point is rounded.</summary>
public enum RoundingMode
{
    /// <summary>Towards zero: 1.99 is 1.</summary>
    Down,

    /// <summary>To the nearest, halves up: 1.5 is 2.</summary>
    HalfUp,

    /// <summary>Away from zero: 1.01 is 2.</summary>
    Up,
}
