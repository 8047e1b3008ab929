using System.Globalization;
using LoyaltyEngine.Core.Members;
using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>When a program's points may be burned, in words. Pure and thread-safe.</summary>
public static class PointLifeText
{
    /// <summary>How long they are: "are good for 24 months".</summary>
    public static string Of(ExpiryDefinition? expiry)
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

    /// <summary>After what they lapse: "lapse 12 months after the last purchase, with notice 30 days before".</summary>
    public static string Of(InactivityDefinition? inactivity)
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

    /// <summary>When they are available: "14 days after the purchase".</summary>
    public static string Of(PendingDefinition? pending)
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
