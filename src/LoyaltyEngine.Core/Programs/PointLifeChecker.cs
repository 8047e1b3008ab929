using System.Globalization;
using LoyaltyEngine.Core.Members;
using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>The part of <see cref="ProgramChecker"/> that looks at when points may be burned.</summary>
internal static class PointLifeChecker
{
    public static void Check(ProgramDefinition definition, List<ProgramFault> faults)
    {
        if (definition.Expiry is { } expiry)
            CheckExpiry(expiry, faults);
        if (definition.Inactivity is { } inactivity)
            CheckInactivity(definition, inactivity, faults);
        if (definition.Pending is { } pending)
            CheckPending(pending, faults);
    }

    private static void CheckExpiry(ExpiryDefinition expiry, List<ProgramFault> faults)
    {
        var least = expiry.Dates.Count > 0 ? 0 : 1;
        CheckPeriod("expiry", expiry.Unit, expiry.Period, least, faults);
        ProgramChecker.CheckKnown("expiry.round_to", expiry.RoundTo, "day, month, quarter or year", faults);
        if (expiry.Dates.Count > 0 && expiry.RoundTo != ExpiryRounding.Day)
        {
            faults.Add(new ProgramFault("expiry.round_to", $"found {expiry.RoundTo.ToString().ToLowerInvariant()}",
                "either round_to or dates"));
        }

        if (expiry.Dates.Count > ProgramLimits.ExpiryDateCountMax)
        {
            faults.Add(new ProgramFault("expiry.dates", $"{ProgramWords.Show(expiry.Dates.Count)} values",
                string.Create(CultureInfo.InvariantCulture, $"at most {ProgramLimits.ExpiryDateCountMax}")));
        }

        for (var i = 0; i < Math.Min(expiry.Dates.Count, ProgramLimits.ExpiryDateCountMax); i++)
        {
            if (expiry.Dates.Take(i).Contains(expiry.Dates[i]))
            {
                faults.Add(new ProgramFault(
                    string.Create(CultureInfo.InvariantCulture, $"expiry.dates[{i}]"),
                    $"found {Words(expiry.Dates[i])} a second time",
                    "each day once"));
            }
        }
    }

    private static void CheckInactivity(
        ProgramDefinition definition, InactivityDefinition inactivity, List<ProgramFault> faults)
    {
        const MemberActions known = MemberActions.Burn | MemberActions.Return;
        if (definition.Expiry is not null)
            faults.Add(new ProgramFault("inactivity", "found beside expiry", "either expiry or inactivity"));
        CheckPeriod("inactivity", inactivity.Unit, inactivity.Period, 1, faults);
        ProgramChecker.CheckRange(
            "inactivity.notice_days", inactivity.NoticeDays, 0, ProgramLimits.NoticeDaysMax, faults);
        if (inactivity.NoticeDays > 0 && DaysOf(inactivity) is var days && inactivity.NoticeDays >= days)
        {
            faults.Add(new ProgramFault("inactivity.notice_days", ProgramWords.Show(inactivity.NoticeDays),
                string.Create(CultureInfo.InvariantCulture, $"less than the period of at least {days} days")));
        }

        if ((inactivity.Activities & ~known) != 0)
            faults.Add(new ProgramFault("inactivity.activities", $"found {inactivity.Activities}", "burn or return"));
    }

    /// <summary>The days that a period has at least.</summary>
    public static long DaysOf(InactivityDefinition inactivity) => inactivity.Unit switch
    {
        ExpiryUnit.Days => inactivity.Period,
        ExpiryUnit.Months => inactivity.Period * 28L,
        _ => inactivity.Period * 365L,
    };

    private static void CheckPeriod(string path, ExpiryUnit unit, int period, int least, List<ProgramFault> faults)
    {
        var (word, inYear) = unit switch
        {
            ExpiryUnit.Days => ("days", 366),
            ExpiryUnit.Months => ("months", 12),
            _ => ("years", 1),
        };
        ProgramChecker.CheckKnown(path, unit, "days, months or years", faults);
        ProgramChecker.CheckRange($"{path}.{word}", period, least, ProgramLimits.ExpiryYearsMax * inYear, faults);
    }

    private static void CheckPending(PendingDefinition pending, List<ProgramFault> faults)
    {
        if (pending.Event.Length > 0 && !ProgramWords.IsId(pending.Event, ProgramLimits.NameLengthMax))
        {
            faults.Add(new ProgramFault("pending.event", ProgramWords.Show(pending.Event),
                $"a code of 1 to {ProgramLimits.NameLengthMax} of {ProgramWords.IdAlphabet}"));
        }

        if (pending.UntilDate is null)
        {
            var least = pending.Event.Length > 0 ? 0 : 1;
            ProgramChecker.CheckRange("pending.days", pending.Days, least, ProgramLimits.PendingDaysMax, faults);
            return;
        }

        if (pending.Days != 0)
            faults.Add(new ProgramFault("pending.days", ProgramWords.Show(pending.Days), "either days or until"));
        if (pending.UntilDate < ProgramLimits.BeginDateMin || pending.UntilDate > ProgramLimits.BeginDateMax)
        {
            faults.Add(new ProgramFault("pending.until",
                string.Create(CultureInfo.InvariantCulture, $"found {pending.UntilDate:uuuu'-'MM'-'dd}"),
                "a day from 1970-01-01 to 2199-12-31"));
        }
    }

    /// <summary>A day of the year as program files write it.</summary>
    public static string Words(AnnualDate date) =>
        string.Create(CultureInfo.InvariantCulture, $"{date.Month:00}-{date.Day:00}");
}
