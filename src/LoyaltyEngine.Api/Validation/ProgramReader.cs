using LoyaltyEngine.Core.Programs;
using NodaTime;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>
/// Reads the definition out of a Program message. Where a value is none it goes on with a harmless one, so that the
/// checker can still look at the rest.
/// </summary>
internal static class ProgramReader
{
    private const int FallbackDecimals = 2;

    /// <summary>The definition; not to be used where faults were added.</summary>
    public static ProgramDefinition Read(V1.Program program, List<SentFault> faults) =>
        MemberRuleReader.AddTo(ReadTerms(program, faults), program, faults);

    /// <summary>Adds the fault of a value that is none of its enum, and gives a harmless one.</summary>
    public static T Unknown<T>(List<SentFault> faults, string path, Enum found, string expected)
        where T : struct
    {
        Add(faults, path, path, $"found {found:D}", expected);
        return default;
    }

    private static ProgramDefinition ReadTerms(V1.Program program, List<SentFault> faults) => new()
    {
        Id = program.ProgramId,
        DisplayName = program.DisplayName,
        CurrencyCode = program.CurrencyCode,
        CurrencyDecimals = CurrencyCodes.DecimalsOf(program.CurrencyCode) ?? FallbackDecimals,
        TimeZone = program.TimeZone,
        BeginDate = ReadDate(program.BeginDate, "begins", "begin_date", faults),
        Expiry = program.Expiry is { } expiry ? PointLifeReader.Read(expiry, faults) : null,
        Inactivity = program.Inactivity is { } inactivity ? PointLifeReader.Read(inactivity, faults) : null,
        LateDays = program.LateDays,
        Pending = program.Pending is { } pending ? PointLifeReader.Read(pending, faults) : null,
        Earning = EarningReader.Read(program.Earning, faults),
        Tiers = program.Tiers is { } tiers ? TierReader.Read(tiers, faults) : null,
        StoreGroups = [.. program.StoreGroups.Select(ConditionReader.Read)],
        Burning = program.Burning is { } burning ? Read(burning) : null,
        Returns = ReadReturns(program.Returns ?? new(), faults),
        Adjustments = program.Adjustments is { } adjustments ? Read(adjustments, faults) : null,
    };

    /// <summary>The day; the first that a program may begin on, and a fault, where it is none.</summary>
    public static LocalDate ReadDate(Google.Type.Date? sent, string path, string field, List<SentFault> faults)
    {
        var date = sent ?? new();
        if (date.Year is >= 1 and <= 9_999
            && date.Month is >= 1 and <= 12
            && date.Day >= 1 && date.Day <= CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month))
        {
            return new LocalDate(date.Year, date.Month, date.Day);
        }

        Add(faults, path, field, "found no day", "a day with year, month and day");
        return ProgramLimits.BeginDateMin;
    }

    private static BurningDefinition Read(V1.ProgramBurning burning)
    {
        var step = burning.StepPoints == 0 ? 1 : burning.StepPoints;
        return new BurningDefinition
        {
            PointsPerCurrencyUnit = burning.PointsPerCurrencyUnit,
            StepPoints = step,
            MinimumPoints = burning.MinimumPoints == 0 ? step : burning.MinimumPoints,
            Reservations = burning.Reservations is { } reservations ? Read(reservations) : null,
        };
    }

    private static ReservationDefinition Read(V1.ProgramReservations reservations) => new()
    {
        DurationSeconds = reservations.DurationSeconds,
        MaximumSeconds = reservations.MaximumSeconds == 0 ? reservations.DurationSeconds : reservations.MaximumSeconds,
        LotsExpire = reservations.LotsExpire,
    };

    private static ReturnDefinition ReadReturns(V1.ProgramReturns returns, List<SentFault> faults) => new()
    {
        WithoutReference = returns.WithoutReference switch
        {
            V1.UnreferencedReturns.Unspecified or V1.UnreferencedReturns.TakeBack => UnreferencedReturns.TakeBack,
            V1.UnreferencedReturns.Refuse => UnreferencedReturns.Refuse,
            _ => Unknown<UnreferencedReturns>(
                faults, "returns.without_reference", returns.WithoutReference, "a known UNREFERENCED_RETURNS"),
        },
        Shortfall = returns.Shortfall switch
        {
            V1.ShortfallPolicy.Unspecified or V1.ShortfallPolicy.Debt => ShortfallPolicy.Debt,
            V1.ShortfallPolicy.Forgive => ShortfallPolicy.Forgive,
            _ => Unknown<ShortfallPolicy>(faults, "returns.shortfall", returns.Shortfall, "a known SHORTFALL_POLICY"),
        },
        WaitDays = returns.WaitDays,
        GraceDays = returns.GraceDays,
    };

    private static AdjustmentDefinition Read(V1.ProgramAdjustments adjustments, List<SentFault> faults) => new()
    {
        MaximumPoints = adjustments.MaximumPoints,
        DailyMaximumPoints = adjustments.DailyMaximumPoints,
        Reasons = [.. adjustments.Reasons],
        Shortfall = adjustments.Shortfall switch
        {
            V1.AdjustmentShortfall.Unspecified or V1.AdjustmentShortfall.Refuse => AdjustmentShortfall.Refuse,
            V1.AdjustmentShortfall.Debt => AdjustmentShortfall.Debt,
            _ => Unknown<AdjustmentShortfall>(
                faults, "adjustments.shortfall", adjustments.Shortfall, "a known ADJUSTMENT_SHORTFALL"),
        },
    };

    /// <summary>Adds a fault.</summary>
    public static void Add(List<SentFault> faults, string path, string field, string message, string expected) =>
        faults.Add(new SentFault(path, field, 0, 0, message, expected));
}
