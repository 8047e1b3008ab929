using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>
/// What a test's program says, in plain numbers: the program under test is compiled from it, and the model reads it.
/// One point for each <paramref name="MinorPerPoint"/> of a basket, rounded down, and so many more with every second
/// purchase of the member, or with each of a tier.
/// </summary>
internal sealed record Terms(
    long MinorPerPoint = 100,
    bool Burns = true,
    long BurnMinimum = 1,
    long BurnStep = 1,
    bool TakesReturns = true,
    bool Forgives = false,
    long PointsPerUnit = 1,
    long Version = 1,
    bool Adjusts = true,
    long AdjustMaximum = 500,
    long AdjustDailyMaximum = 1_000,
    string AdjustReasons = "",
    bool AdjustOwes = false,
    int ExpiryDays = 0,
    int PendingDays = 0,
    int ReservationDays = 0,
    int ReservationMaximumDays = 0,
    bool ReservedExpire = false,
    int WaitDays = 0,
    int LateDays = 0,
    int GraceDays = 0,
    int IdleDays = 0,
    int IdleNoticeDays = 0,
    bool IdleBurns = true,
    bool IdleReturns = false,
    string PendingEvent = "",
    long BonusPoints = 0,
    TierTableDefinition? Tiers = null,
    string BonusTier = "")
{
    public const string Currency = "GBP";

    public const long BurnPointsPerCurrencyUnit = 100;

    public LoyaltyProgram Compile() => LoyaltyProgram.Compile(
        new ProgramDefinition
        {
            Id = "sample",
            DisplayName = "Sample",
            CurrencyCode = Currency,
            TimeZone = "Europe/London",
            BeginDate = new LocalDate(2009, 1, 1),
            LateDays = LateDays,
            Expiry = ExpiryDays > 0 ? new ExpiryDefinition { Period = ExpiryDays, Unit = ExpiryUnit.Days } : null,
            Inactivity = IdleDays > 0
                ? new InactivityDefinition
                {
                    Period = IdleDays,
                    Unit = ExpiryUnit.Days,
                    NoticeDays = IdleNoticeDays,
                    Activities = (IdleBurns ? MemberActions.Burn : MemberActions.None)
                        | (IdleReturns ? MemberActions.Return : MemberActions.None),
                }
                : null,
            Tiers = Tiers,
            Pending = PendingDays > 0 || PendingEvent.Length > 0
                ? new PendingDefinition { Days = PendingDays, Event = PendingEvent }
                : null,
            Earning = new EarningDefinition
            {
                Points = PointsPerUnit,
                PerAmountMinor = MinorPerPoint,
                Rules = BonusPoints == 0
                    ? []
                    :
                    [
                        new()
                        {
                            Id = "bonus",
                            FixedPoints = BonusPoints,
                            When = BonusTier.Length > 0 ? new() { Tiers = [BonusTier] } : new() { EveryPurchase = 2 },
                        },
                    ],
            },
            Burning = Burns
                ? new BurningDefinition
                {
                    PointsPerCurrencyUnit = BurnPointsPerCurrencyUnit,
                    MinimumPoints = BurnMinimum,
                    StepPoints = BurnStep,
                    Reservations = ReservationDays > 0 ? ReservationTerms() : null,
                }
                : null,
            Returns = new ReturnDefinition
            {
                WithoutReference = TakesReturns ? UnreferencedReturns.TakeBack : UnreferencedReturns.Refuse,
                Shortfall = Forgives ? ShortfallPolicy.Forgive : ShortfallPolicy.Debt,
                WaitDays = WaitDays,
                GraceDays = GraceDays,
            },
            Adjustments = Adjusts
                ? new AdjustmentDefinition
                {
                    MaximumPoints = AdjustMaximum,
                    DailyMaximumPoints = AdjustDailyMaximum,
                    Reasons = AdjustReasons.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                    Shortfall = AdjustOwes ? AdjustmentShortfall.Debt : AdjustmentShortfall.Refuse,
                }
                : null,
        },
        Version,
        Instant.FromUtc(2009, 1, 1, 0, 0));

    // An hour more than whole days, so that the moment of a day does not count.
    private ReservationDefinition ReservationTerms() => new()
    {
        DurationSeconds = ReservationDays * 86_400L,
        MaximumSeconds = (ReservationMaximumDays * 86_400L) + 3_600,
        LotsExpire = ReservedExpire,
    };
}
