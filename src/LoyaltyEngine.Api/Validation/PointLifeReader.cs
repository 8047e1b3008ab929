using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using NodaTime;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>Reads when points may be burned out of a Program message.</summary>
internal static class PointLifeReader
{
    // A leap year, so that the 29th of February is a day of the year.
    private const int AnyYear = 2_000;

    public static ExpiryDefinition Read(V1.ProgramExpiry expiry, List<SentFault> faults) => new()
    {
        Period = expiry.PeriodCase switch
        {
            V1.ProgramExpiry.PeriodOneofCase.Days => expiry.Days,
            V1.ProgramExpiry.PeriodOneofCase.Months => expiry.Months,
            V1.ProgramExpiry.PeriodOneofCase.Years => expiry.Years,
            _ => 0,
        },
        Unit = expiry.PeriodCase switch
        {
            V1.ProgramExpiry.PeriodOneofCase.Months => ExpiryUnit.Months,
            V1.ProgramExpiry.PeriodOneofCase.Years => ExpiryUnit.Years,
            _ => ExpiryUnit.Days,
        },
        RoundTo = expiry.RoundTo switch
        {
            V1.ExpiryRounding.Unspecified or V1.ExpiryRounding.Day => ExpiryRounding.Day,
            V1.ExpiryRounding.Month => ExpiryRounding.Month,
            V1.ExpiryRounding.Quarter => ExpiryRounding.Quarter,
            V1.ExpiryRounding.Year => ExpiryRounding.Year,
            _ => ProgramReader.Unknown<ExpiryRounding>(
                faults, "expiry.round_to", expiry.RoundTo, "a known EXPIRY_ROUNDING"),
        },
        Dates = [.. expiry.Dates.Select((date, i) => ReadDayOfYear(date, $"expiry.dates[{i}]", faults))],
    };

    public static InactivityDefinition Read(V1.ProgramInactivity inactivity, List<SentFault> faults) => new()
    {
        Period = inactivity.PeriodCase switch
        {
            V1.ProgramInactivity.PeriodOneofCase.Days => inactivity.Days,
            V1.ProgramInactivity.PeriodOneofCase.Months => inactivity.Months,
            V1.ProgramInactivity.PeriodOneofCase.Years => inactivity.Years,
            _ => 0,
        },
        Unit = inactivity.PeriodCase switch
        {
            V1.ProgramInactivity.PeriodOneofCase.Months => ExpiryUnit.Months,
            V1.ProgramInactivity.PeriodOneofCase.Years => ExpiryUnit.Years,
            _ => ExpiryUnit.Days,
        },
        NoticeDays = inactivity.NoticeDays,
        Activities = inactivity.Activities is { } activities
            ? MemberRuleReader.Read(activities, "inactivity.activities", faults)
            : MemberActions.Burn,
    };

    public static PendingDefinition Read(V1.ProgramPending pending, List<SentFault> faults) => new()
    {
        Days = pending.Days,
        Event = pending.EventCode,
        UntilDate = pending.UntilDate is null
            ? null
            : ProgramReader.ReadDate(pending.UntilDate, "pending.until", "pending.until_date", faults),
    };

    private static AnnualDate ReadDayOfYear(Google.Type.Date date, string path, List<SentFault> faults)
    {
        if (date is { Year: 0, Month: >= 1 and <= 12, Day: >= 1 }
            && date.Day <= CalendarSystem.Iso.GetDaysInMonth(AnyYear, date.Month))
        {
            return new AnnualDate(date.Month, date.Day);
        }

        ProgramReader.Add(faults, path, path, "found no day of the year", "a day with month and day, and no year");
        return new AnnualDate(12, 31);
    }
}
