using LoyaltyEngine.Core.Programs;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyEngine.Core.Tests.Programs;

/// <summary>Days and zones by hand: no calendar but the one on the wall made these.</summary>
public sealed class PointCalendarTests
{
    [Theory]
    [InlineData("Europe/London", 1, "Days", "Day", "2026-06-01T22:59:59Z", "2026-06-02T23:00:00Z")]
    [InlineData("Europe/London", 1, "Days", "Day", "2026-06-01T23:00:00Z", "2026-06-03T23:00:00Z")]
    [InlineData("Europe/London", 24, "Months", "Day", "2026-01-31T12:00:00Z", "2028-02-01T00:00:00Z")]
    [InlineData("Europe/London", 1, "Months", "Day", "2026-01-31T12:00:00Z", "2026-03-01T00:00:00Z")]
    [InlineData("Europe/London", 1, "Years", "Day", "2024-02-29T12:00:00Z", "2025-03-01T00:00:00Z")]
    [InlineData("Europe/London", 24, "Months", "Month", "2026-05-10T12:00:00Z", "2028-05-31T23:00:00Z")]
    [InlineData("Europe/London", 3, "Months", "Month", "2026-07-31T12:00:00Z", "2026-11-01T00:00:00Z")]
    [InlineData("Europe/London", 1, "Years", "Quarter", "2026-01-02T12:00:00Z", "2027-03-31T23:00:00Z")]
    [InlineData("Europe/London", 1, "Years", "Quarter", "2026-12-31T12:00:00Z", "2028-01-01T00:00:00Z")]
    [InlineData("Europe/London", 1, "Years", "Year", "2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z")]
    [InlineData("Asia/Tokyo", 1, "Years", "Year", "2026-12-31T15:00:00Z", "2028-12-31T15:00:00Z")]
    // There was no 30 December 2011.
    [InlineData("Pacific/Apia", 1, "Days", "Day", "2011-12-28T12:00:00Z", "2011-12-30T10:00:00Z")]
    // The day begins at one o'clock: at midnight the clocks were put forward.
    [InlineData("America/Santiago", 1, "Days", "Day", "2025-09-05T16:00:00Z", "2025-09-07T04:00:00Z")]
    public void ExpireTime_OfAPeriod_IsTheBeginningOfTheDayAfterTheLast(
        string zone, int period, string unit, string roundTo, string earned, string expires)
    {
        var program = Compile(zone, new ExpiryDefinition
        {
            Period = period,
            Unit = Enum.Parse<ExpiryUnit>(unit),
            RoundTo = Enum.Parse<ExpiryRounding>(roundTo),
        });

        program.LifeOf(Time(earned)).ShouldBe(new PointLife(default, Time(expires)));
    }

    [Theory]
    [InlineData(0, "2026-03-31T12:00:00Z", "2026-03-31T23:00:00Z")]
    [InlineData(0, "2026-04-01T12:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData(6, "2026-10-01T12:00:00Z", "2028-01-01T00:00:00Z")]
    [InlineData(6, "2026-09-30T12:00:00Z", "2027-03-31T23:00:00Z")]
    public void ExpireTime_OnDaysOfTheYear_IsTheEndOfTheNextOne(int months, string earned, string expires)
    {
        var program = Compile("Europe/London", new ExpiryDefinition
        {
            Period = months,
            Unit = ExpiryUnit.Months,
            Dates = [new AnnualDate(12, 31), new AnnualDate(3, 31)],
        });

        program.LifeOf(Time(earned)).ExpireTime.ShouldBe(Time(expires));
    }

    [Fact]
    public void ExpireTime_AfterAllThatTheLedgerCanTell_IsNever()
    {
        var program = Compile("Europe/London", new ExpiryDefinition { Period = 50, Unit = ExpiryUnit.Years });

        program.LifeOf(Time("2211-12-30T12:00:00Z")).ExpireTime.ShouldBe(Time("2261-12-31T00:00:00Z"));
        program.LifeOf(Time("2211-12-31T12:00:00Z")).ExpireTime.ShouldBe(LedgerTime.Never);
        program.LifeOf(Time("2230-01-01T12:00:00Z")).ExpireTime.ShouldBe(LedgerTime.Never);
    }

    [Theory]
    [InlineData("2026-05-10T23:30:00Z", "2026-05-24T23:00:00Z")]
    [InlineData("2026-05-10T22:30:00Z", "2026-05-23T23:00:00Z")]
    [InlineData("2026-03-20T12:00:00Z", "2026-04-02T23:00:00Z")]
    public void ActivateTime_AfterDays_IsTheBeginningOfThatDay(string earned, string activates) =>
        Compile("Europe/London", null, new PendingDefinition { Days = 14 }).LifeOf(Time(earned))
            .ShouldBe(new PointLife(Time(activates), LedgerTime.Never));

    [Fact]
    public void ActivateTime_OfADayThatIsOver_IsAtOnce()
    {
        var program = Compile("Europe/London", null, new PendingDefinition { UntilDate = new LocalDate(2026, 5, 10) });

        program.LifeOf(Time("2026-05-09T22:59:59Z")).ActivateTime.ShouldBe(Time("2026-05-09T23:00:00Z"));
        program.LifeOf(Time("2026-05-09T23:00:00Z")).ActivateTime.ShouldBe(default);
        program.LifeOf(Time("2026-07-09T23:00:00Z")).ActivateTime.ShouldBe(default);
    }

    [Fact]
    public void LifeOf_TimesOfOtherDaysInTurn_IsThatOfTheirOwnDay()
    {
        var program = Compile("Europe/London", new ExpiryDefinition { Period = 1, Unit = ExpiryUnit.Days });
        for (var round = 0; round < 3; round++)
        {
            program.LifeOf(Time("2026-06-01T12:00:00Z")).ExpireTime.ShouldBe(Time("2026-06-02T23:00:00Z"));
            program.LifeOf(Time("2026-06-05T12:00:00Z")).ExpireTime.ShouldBe(Time("2026-06-06T23:00:00Z"));
        }
    }

    private static LoyaltyProgram Compile(string zone, ExpiryDefinition? expiry, PendingDefinition? pending = null) =>
        LoyaltyProgram.Compile(
            new ProgramDefinition
            {
                Id = "shop",
                CurrencyCode = "GBP",
                TimeZone = zone,
                BeginDate = new LocalDate(2009, 1, 1),
                Expiry = expiry,
                Pending = pending,
                Earning = new EarningDefinition { Points = 1, PerAmountMinor = 100 },
            },
            1,
            Instant.FromUtc(2009, 1, 1, 0, 0));

    private static LedgerTime Time(string text) => LedgerTime.FromInstant(InstantPattern.General.Parse(text).Value);
}
