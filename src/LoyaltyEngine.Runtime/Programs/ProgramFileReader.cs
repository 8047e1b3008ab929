using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>
/// Turns the nodes of a program file into a definition. Where a value cannot be read it goes on with a harmless one, so
/// that <see cref="ProgramChecker"/> can still look at the rest.
/// </summary>
internal sealed class ProgramFileReader(FileFaults faults)
{
    private const int FallbackDecimals = 2;
    private const string PointsExpected = "a whole number of points";
    private const string SecondsExpected = "a whole number of seconds";

    private readonly NodeReader _reader = new(faults);

    public FilePlace PlaceOf(string path) => _reader.PlaceOf(path);

    public ProgramDefinition? Read(FileNode root)
    {
        var program = _reader.Map(root, "", "a program",
            "program", "name", "currency", "time_zone", "begins", "late_days", "expiry", "inactivity", "pending",
            "tiers", "store_groups", "earning", "burning", "returns", "adjustments", "identifiers", "status",
            "enrolment", "attributes", "consents");
        if (program is null)
            return null;
        var currency = program.RequiredText("currency", "a currency code of ISO 4217, such as GBP");
        var decimals = CurrencyCodes.DecimalsOf(currency) ?? FallbackDecimals;
        var life = new PointLifeReader(_reader);
        var members = new MemberSectionReader(_reader);
        var conditions = new ConditionReader(_reader, decimals);
        return new ProgramDefinition
        {
            Id = program.RequiredText("program", "the program's id"),
            DisplayName = program.OptionalContent("name") is { } name
                ? _reader.Text(name, "name", "a text in one line") ?? ""
                : "",
            CurrencyCode = currency,
            CurrencyDecimals = decimals,
            TimeZone = program.RequiredText("time_zone", "a time zone of the tz database, such as Europe/London"),
            BeginDate = ReadBeginDate(program),
            LateDays = ReadDays(program, "late_days"),
            Expiry = life.ReadExpiry(program),
            Inactivity = life.ReadInactivity(program, members),
            Pending = life.ReadPending(program),
            Tiers = new TierSectionReader(_reader, decimals).Read(program),
            StoreGroups = conditions.ReadStoreGroups(program),
            Earning = new EarningReader(_reader, decimals).Read(program, conditions),
            Burning = program.Optional("burning") is { } burning ? ReadBurning(burning) : null,
            Returns = program.OptionalContent("returns") is { } returns ? ReadReturns(returns) : new ReturnDefinition(),
            Adjustments = program.Optional("adjustments") is { } adjustments ? ReadAdjustments(adjustments) : null,
            Identifiers = members.ReadIdentifiers(program),
            Statuses = members.ReadStatuses(program),
            Enrolment = members.ReadEnrolment(program),
            Attributes = members.ReadAttributes(program),
            Consents = members.ReadConsents(program),
        };
    }

    private LocalDate ReadBeginDate(NodeMap program)
    {
        const string expected = "a day such as 2009-01-31";
        var date = program.Required("begins", expected) is { } begins
            ? _reader.Date(begins, "begins", expected)
            : null;
        return date ?? ProgramLimits.BeginDateMin;
    }

    private BurningDefinition? ReadBurning(FileNode node)
    {
        if (_reader.Map(node, "burning", "points_per_unit, minimum, step, reservations",
                "points_per_unit", "minimum", "step", "reservations")
            is not { } burning)
            return null;
        var pointsPerUnit = burning.RequiredNumber("points_per_unit", PointsExpected);
        var step = burning.WholeNumber("step", PointsExpected) ?? 1;
        return new BurningDefinition
        {
            PointsPerCurrencyUnit = pointsPerUnit ?? 1,
            StepPoints = step,
            MinimumPoints = burning.WholeNumber("minimum", PointsExpected) ?? step,
            Reservations = burning.Optional("reservations") is { } reservations ? ReadReservations(reservations) : null,
        };
    }

    private ReservationDefinition? ReadReservations(FileNode node)
    {
        const string path = "burning.reservations";
        const string expected = "how long reservations last: seconds, maximum_seconds, lots_expire";
        if (_reader.Map(node, path, expected, "seconds", "maximum_seconds", "lots_expire") is not { } reservations)
            return null;
        var seconds = reservations.RequiredNumber("seconds", SecondsExpected) ?? 1;
        return new ReservationDefinition
        {
            DurationSeconds = seconds,
            MaximumSeconds =
                reservations.WholeNumber("maximum_seconds", SecondsExpected) ?? seconds,
            LotsExpire = reservations.Optional("lots_expire") is { } word
                && _reader.Choice(word, $"{path}.lots_expire", ("false", false), ("true", true)) is true,
        };
    }

    private ReturnDefinition ReadReturns(FileNode node)
    {
        const string without = "returns.without_reference";
        var returns = _reader.Map(node, "returns", "without_reference, shortfall, wait_days, grace_days",
            "without_reference", "shortfall", "wait_days", "grace_days");
        var taken = returns?.Optional("without_reference") is { } word
            ? _reader.Choice(word, without,
                ("take_back", UnreferencedReturns.TakeBack), ("refuse", UnreferencedReturns.Refuse))
            : null;
        var shortfall = returns?.Optional("shortfall") is { } policy
            ? _reader.Choice(policy, "returns.shortfall",
                ("debt", ShortfallPolicy.Debt), ("forgive", ShortfallPolicy.Forgive))
            : null;
        return new ReturnDefinition
        {
            WithoutReference = taken ?? UnreferencedReturns.TakeBack,
            Shortfall = shortfall ?? ShortfallPolicy.Debt,
            WaitDays = returns is null ? 0 : ReadDays(returns, "wait_days"),
            GraceDays = returns is null ? 0 : ReadDays(returns, "grace_days"),
        };
    }

    private AdjustmentDefinition? ReadAdjustments(FileNode node)
    {
        const string expected = "maximum, daily_maximum, reasons, shortfall";
        if (_reader.Map(node, "adjustments", expected, "maximum", "daily_maximum", "reasons", "shortfall")
            is not { } adjustments)
            return null;
        var maximum = adjustments.RequiredNumber("maximum", PointsExpected) ?? 1;
        return new AdjustmentDefinition
        {
            MaximumPoints = maximum,
            DailyMaximumPoints = adjustments.RequiredNumber("daily_maximum", PointsExpected) ?? maximum,
            Reasons = adjustments.Texts("reasons", "one or more reason codes"),
            Shortfall = adjustments.Optional("shortfall") is { } policy
                ? _reader.Choice(policy, "adjustments.shortfall",
                    ("refuse", AdjustmentShortfall.Refuse), ("debt", AdjustmentShortfall.Debt))
                    ?? AdjustmentShortfall.Refuse
                : AdjustmentShortfall.Refuse,
        };
    }

    // 0 where there is none.
    private static int ReadDays(NodeMap map, string key) => map.Int32(key, "a whole number of days") ?? 0;
}
