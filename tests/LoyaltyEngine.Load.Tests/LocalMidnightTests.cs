using System.Globalization;
using LoyaltyEngine.Load.Running;

namespace LoyaltyEngine.Load.Tests;

public sealed class LocalMidnightTests
{
    [Theory]
    [InlineData("2026-11-23T00:00:00Z", "UTC")]
    [InlineData("2026-11-23T00:00:01Z", "UTC-00:00:01")]
    [InlineData("2026-11-23T12:00:00Z", "UTC-12:00:00")]
    [InlineData("2026-11-23T12:00:01Z", "UTC+11:59:59")]
    [InlineData("2026-11-23T18:25:30Z", "UTC+05:34:30")]
    [InlineData("2026-11-23T23:59:59Z", "UTC+00:00:01")]
    public void TimeZone_OfAMoment_HasItsMidnightThen(string moment, string zone) =>
        Midnight(moment).TimeZone.ShouldBe(zone);

    [Fact]
    public void Moment_WithPartsOfASecond_HasNone() =>
        Midnight("2026-11-23T18:25:30.75Z").Moment.ShouldBe(Midnight("2026-11-23T18:25:30Z").Moment);

    // The day that begins is the 24th: three days before it, the 21st, began 72 hours earlier.
    [Fact]
    public void NoonDaysBefore_LiesWithinThatLocalDay()
    {
        var midnight = Midnight("2026-11-23T18:00:00Z");
        midnight.TimeZone.ShouldBe("UTC+06:00:00");

        var noon = midnight.NoonDaysBefore(3).ToOffset(TimeSpan.FromHours(6));

        noon.ToString("s", CultureInfo.InvariantCulture).ShouldBe("2026-11-21T12:00:00");
    }

    private static LocalMidnight Midnight(string moment) =>
        new(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture));
}
