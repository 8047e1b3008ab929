using System.Globalization;

namespace LoyaltyEngine.Load.Running;

/// <summary>
/// A midnight at a moment of our choice: that of the time zone, of a fixed distance to UTC, in which a day begins then.
/// </summary>
internal sealed class LocalMidnight
{
    /// <param name="moment">The moment; parts of a second are left out.</param>
    public LocalMidnight(DateTimeOffset moment)
    {
        Moment = DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
        var sinceUtcMidnight = Moment.UtcDateTime.TimeOfDay;
        var offset = sinceUtcMidnight <= TimeSpan.FromHours(12)
            ? -sinceUtcMidnight
            : TimeSpan.FromDays(1) - sinceUtcMidnight;
        TimeZone = offset == TimeSpan.Zero
            ? "UTC"
            : (offset < TimeSpan.Zero ? "UTC-" : "UTC+")
                + offset.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>When a day begins.</summary>
    public DateTimeOffset Moment { get; }

    /// <summary>The time zone, as program files name it.</summary>
    public string TimeZone { get; }

    /// <summary>The noon of the day that lies so many days before the day that begins.</summary>
    public DateTimeOffset NoonDaysBefore(int days) => Moment.AddDays(-days).AddHours(12);
}
