using System.Globalization;
using LoyaltyEngine.Core.Members;
using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>The part of <see cref="ProgramComparison"/> that looks at when points may be burned.</summary>
internal static class PointLifeComparison
{
    public static void Compare(ProgramDefinition before, ProgramDefinition after, List<ProgramChange> changes)
    {
        const string earners = "every purchase from then on; points earned before keep their dates";
        var (expiry, next) = (Words(before.Expiry), Words(after.Expiry));
        if (expiry != next)
            changes.Add(new("expiry", earners, $"points {next}; before, they {expiry}"));
        var (inactivity, nextInactivity) = (Words(before.Inactivity), Words(after.Inactivity));
        if (inactivity != nextInactivity)
        {
            changes.Add(new(
                "inactivity",
                "every activity from then on; no points lapse earlier by it",
                $"points {nextInactivity}; before, they {inactivity}"));
        }

        var (pending, nextPending) = (Words(before.Pending), Words(after.Pending));
        if (pending != nextPending)
            changes.Add(new("pending", earners, $"points are available {nextPending}; before, {pending}"));
    }

    private static string Words(ExpiryDefinition? expiry)
    {
        if (expiry is null)
            return "never expire";
        var unit = expiry.Unit.ToString().ToLowerInvariant();
        var period = expiry.Period == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{expiry.Period} {unit}");
        var days = string.Join(", ", expiry.Dates.OrderBy(date => date).Select(PointLifeChecker.Words));
        return (expiry.Dates.Count, expiry.RoundTo, period) switch
        {
            ( > 0, _, "") => $"are good through the next {days}",
            ( > 0, _, _) => $"are good for {period} and through the next {days}",
            (_, ExpiryRounding.Day, _) => $"are good for {period}",
            (_, var to, _) => $"are good for {period} and to the end of the {to.ToString().ToLowerInvariant()}",
        };
    }

    private static string Words(InactivityDefinition? inactivity)
    {
        if (inactivity is null)
            return "do not lapse for want of activity";
        var notice = inactivity.NoticeDays == 0 ? "without notice" : $"with notice {inactivity.NoticeDays} days before";
        var activities = inactivity.Activities switch
        {
            MemberActions.Burn => "burns",
            MemberActions.Return => "returns",
            MemberActions.None => "",
            _ => "burns and returns",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"lapse {inactivity.Period} {inactivity.Unit.ToString().ToLowerInvariant()} after the last purchase")
            + (activities.Length > 0 ? $", where {activities} count as well, {notice}" : $", {notice}");
    }

    private static string Words(PendingDefinition? pending)
    {
        if (pending is null)
            return "at once";
        var time = pending switch
        {
            { UntilDate: LocalDate date } => string.Create(
                CultureInfo.InvariantCulture, $"from {date:uuuu'-'MM'-'dd} on"),
            { Days: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{pending.Days} days after the purchase"),
            _ => "",
        };
        return pending.Event.Length == 0 ? time
            : time.Length == 0 ? $"with the event {pending.Event}"
            : $"with the event {pending.Event}, or {time}";
    }
}
