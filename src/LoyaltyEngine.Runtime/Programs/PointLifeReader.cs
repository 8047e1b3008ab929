using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>Reads the sections of a program file that say when points may be burned.</summary>
internal sealed class PointLifeReader(NodeReader reader)
{
    /// <summary>How program files write a day of the year.</summary>
    public static readonly AnnualDatePattern DayOfYear = AnnualDatePattern.CreateWithInvariantCulture("MM-dd");

    private const string ExpiryExpected = "never, or how long: days, months or years, with round_to or dates";
    private const string CountExpected = "a whole number";
    private const string DateExpected = "a day of the year such as 03-31";

    public ExpiryDefinition? ReadExpiry(NodeMap program)
    {
        if (program.Optional("expiry") is not { } node || node is FileNode.Scalar { Text: "never" })
            return null;
        if (reader.Map(node, "expiry", ExpiryExpected, "days", "months", "years", "round_to", "dates")
            is not { } expiry)
            return null;
        var (unit, period) = ReadPeriod(expiry);
        return new ExpiryDefinition
        {
            Unit = unit,
            Period = period,
            RoundTo = expiry.Optional("round_to") is { } word
                ? reader.Choice(word, "expiry.round_to", ("day", ExpiryRounding.Day), ("month", ExpiryRounding.Month),
                    ("quarter", ExpiryRounding.Quarter), ("year", ExpiryRounding.Year)) ?? ExpiryRounding.Day
                : ExpiryRounding.Day,
            Dates = ReadDates(expiry),
        };
    }

    public InactivityDefinition? ReadInactivity(NodeMap program, MemberSectionReader members)
    {
        const string expected = "when points lapse: days, months or years, with notice_days and activities";
        if (program.Optional("inactivity") is not { } node
            || reader.Map(node, "inactivity", expected, "days", "months", "years", "notice_days", "activities")
                is not { } inactivity)
            return null;
        var (unit, period) = ReadPeriod(inactivity);
        return new InactivityDefinition
        {
            Unit = unit,
            Period = period,
            NoticeDays = inactivity.Optional("notice_days") is { } days
                ? Count(days, "inactivity.notice_days") ?? 0
                : 0,
            Activities = members.ReadActions(inactivity, "activities") ?? MemberActions.Burn,
        };
    }

    public PendingDefinition? ReadPending(NodeMap program)
    {
        const string expected = "when earned points become available: days or until, event, or both";
        if (program.Optional("pending") is not { } node
            || reader.Map(node, "pending", expected, "days", "until", "event") is not { } pending)
            return null;
        return new PendingDefinition
        {
            Days = pending.Optional("days") is { } days
                ? Count(days, "pending.days") ?? 1
                : 0,
            Event = pending.Optional("event") is { } happening
                ? reader.Text(happening, "pending.event", "a code such as delivered") ?? ""
                : "",
            UntilDate = pending.Optional("until") is { } until
                ? reader.Date(until, "pending.until", "a day such as 2026-12-24") ?? ProgramLimits.BeginDateMin
                : null,
        };
    }

    private (ExpiryUnit Unit, int Period) ReadPeriod(NodeMap expiry)
    {
        (string Key, ExpiryUnit Unit)[] units =
            [("years", ExpiryUnit.Years), ("months", ExpiryUnit.Months), ("days", ExpiryUnit.Days)];
        var (found, count) = (ExpiryUnit.Days, (int?)null);
        foreach (var (key, unit) in units)
        {
            if (expiry.Optional(key) is not { } node)
                continue;
            if (count is not null)
                reader.Fault(node, expiry.PathOf(key), "one of days, months and years");
            (found, count) = (unit, Count(node, expiry.PathOf(key)) ?? 1);
        }

        return (found, count ?? 0);
    }

    private IReadOnlyList<AnnualDate> ReadDates(NodeMap expiry)
    {
        if (expiry.OptionalContent("dates") is not { } node)
            return [];
        var dates = new List<AnnualDate>();
        foreach (var (item, path) in reader.Items(node, "expiry.dates"))
        {
            if (item is FileNode.Scalar { Text: var text } && DayOfYear.Parse(text) is { Success: true } date)
                dates.Add(date.Value);
            else
                reader.Fault(item, path, DateExpected);
        }

        return dates;
    }

    private int? Count(FileNode node, string path)
    {
        var number = reader.WholeNumber(node, path, CountExpected);
        return number is null ? null : (int)Math.Clamp(number.Value, int.MinValue, int.MaxValue);
    }
}
