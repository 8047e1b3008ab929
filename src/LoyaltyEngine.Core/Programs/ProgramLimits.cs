using LoyaltyEngine.Core.Baskets;
using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// The largest values a program may declare. They are chosen so that no sum or product an evaluation forms leaves its
/// integer: <see cref="ProgramChecker"/> refuses what lies outside, and evaluation relies on it.
/// </summary>
public static class ProgramLimits
{
    /// <summary>The longest id of a program.</summary>
    public const int ProgramIdLengthMax = 32;

    /// <summary>The longest id of a rule. Every entry a rule took part in carries it.</summary>
    public const int RuleIdLengthMax = 64;

    /// <summary>The longest name for people.</summary>
    public const int DisplayNameLengthMax = 200;

    /// <summary>The longest SKU, category or store id, as in a basket.</summary>
    public const int WordLengthMax = 64;

    /// <summary>The most rules of one program.</summary>
    public const int RuleCountMax = 10_000;

    /// <summary>The most exclusions of one program.</summary>
    public const int ExclusionCountMax = 1_000;

    /// <summary>The most SKUs, categories or stores in one list.</summary>
    public const int ListCountMax = 10_000;

    /// <summary>The most points of the base rate.</summary>
    public const long BasePointsMax = 1_000_000;

    /// <summary>The largest amount the base rate may be given for, in minor units.</summary>
    public const long PerAmountMinorMax = Basket.AmountMinorMax;

    /// <summary>The smallest multiplier, in basis points: a rule adds and never takes away.</summary>
    public const long MultiplierBpsMin = 10_000;

    /// <summary>The largest multiplier, in basis points: a hundredfold.</summary>
    public const long MultiplierBpsMax = 1_000_000;

    /// <summary>The most points that one rule gives once a receipt.</summary>
    public const long FixedPointsMax = 1_000_000_000;

    /// <summary>The largest least spend of a rule, in minor units.</summary>
    public const long MinimumSpendMinorMax = Basket.AmountMinorMax;

    /// <summary>The largest least quantity of a rule, in thousandths.</summary>
    public const long MinimumQuantityThousandthsMax = BasketLine.QuantityThousandthsMax;

    /// <summary>The highest number of a purchase that a rule names.</summary>
    public const int PurchaseNumberMax = 1_000_000;

    /// <summary>The most days from an anniversary on.</summary>
    public const int AnniversaryDaysMax = 365;

    /// <summary>The highest priority of a rule.</summary>
    public const int RulePriorityMax = 1_000_000;

    /// <summary>The most groups of stores of one program.</summary>
    public const int StoreGroupCountMax = 1_000;

    /// <summary>The most conditions in one list of a rule.</summary>
    public const int ConditionCountMax = 64;

    /// <summary>The most tiers of one program.</summary>
    public const int TierCountMax = 16;

    /// <summary>The most months that roll.</summary>
    public const int TierMonthsMax = 36;

    /// <summary>The most periods that a tier lasts after the one in which it was reached.</summary>
    public const int TierHoldMax = 5;

    /// <summary>The longest grace of a tier that ends, in days.</summary>
    public const int TierGraceDaysMax = 366;

    /// <summary>The largest count that a tier may ask.</summary>
    public const long TierThresholdMax = 1_000_000_000_000;

    /// <summary>How deep conditions may stand within one another.</summary>
    public const int ConditionDepthMax = 4;

    /// <summary>The largest most that a rule may give a receipt.</summary>
    public const long MaximumPointsMax = 1_000_000_000_000;

    /// <summary>The most points that one currency unit may cost.</summary>
    public const long PointsPerCurrencyUnitMax = 1_000_000_000;

    /// <summary>The largest minimum and step of a burn.</summary>
    public const long BurnPointsMax = LoyaltyProgram.PointsPerBasketMax;

    /// <summary>The longest that a reservation may last: 30 days.</summary>
    public const long ReservationSecondsMax = 30 * 24 * 60 * 60;

    /// <summary>The longest grace of burned points that come back, in days.</summary>
    public const int ReturnGraceDaysMax = 366;

    /// <summary>The most days late that a purchase may be told of.</summary>
    public const int LateDaysMax = 3_650;

    /// <summary>The longest that a return waits for its sale, in days.</summary>
    public const int ReturnWaitDaysMax = 366;

    /// <summary>The largest maximum of an adjustment and of a day's adjustments.</summary>
    public const long AdjustmentPointsMax = LoyaltyProgram.PointsPerBasketMax;

    /// <summary>The longest reason code of an adjustment.</summary>
    public const int AdjustmentReasonLengthMax = 32;

    /// <summary>The most reason codes that a program may declare.</summary>
    public const int AdjustmentReasonCountMax = 100;

    /// <summary>The longest period of expiry in years, and as many months or days.</summary>
    public const int ExpiryYearsMax = 50;

    /// <summary>The most days of the year on which points expire.</summary>
    public const int ExpiryDateCountMax = 24;

    /// <summary>The most days before points lapse that notice of it is given.</summary>
    public const int NoticeDaysMax = 366;

    /// <summary>The longest that points may be pending.</summary>
    public const int PendingDaysMax = 3_650;

    /// <summary>The longest name of a kind of identifier, an attribute, a consent or a legal profile.</summary>
    public const int NameLengthMax = 32;

    /// <summary>The most kinds of identifiers of one program.</summary>
    public const int IdentifierKindCountMax = 16;

    /// <summary>The longest identifier, as given and in its normal form.</summary>
    public const int IdentifierLengthMax = 128;

    /// <summary>The most attributes of one program.</summary>
    public const int AttributeCountMax = 64;

    /// <summary>The longest text of an attribute.</summary>
    public const int AttributeLengthMax = 256;

    /// <summary>The most values that an attribute may be chosen from.</summary>
    public const int AttributeValueCountMax = 1_000;

    /// <summary>The most kinds of consents of one program.</summary>
    public const int ConsentCountMax = 32;

    /// <summary>The most legal profiles of one program.</summary>
    public const int LegalProfileCountMax = 64;

    /// <summary>The largest minimum age.</summary>
    public const int AgeMax = 99;

    /// <summary>The first day a program may begin on.</summary>
    public static LocalDate BeginDateMin { get; } = new(1970, 1, 1);

    /// <summary>The last day a program may begin on. Every such day is an instant that nanoseconds in 64 bits can
    /// tell.</summary>
    public static LocalDate BeginDateMax { get; } = new(2199, 12, 31);
}
