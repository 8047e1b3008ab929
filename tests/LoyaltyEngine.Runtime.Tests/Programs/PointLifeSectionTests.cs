using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;
using NodaTime;

namespace LoyaltyEngine.Runtime.Tests.Programs;

/// <summary>The sections that say when points may be burned.</summary>
public sealed class PointLifeSectionTests
{
    [Fact]
    public void Parse_AnyExpiry_IsReadAndWrittenBack()
    {
        (string Text, ExpiryDefinition? Expiry)[] cases =
        [
            ("never", null),
            ("{ days: 90 }", new ExpiryDefinition { Period = 90, Unit = ExpiryUnit.Days }),
            ("{ months: 24, round_to: quarter }", new ExpiryDefinition
            {
                Period = 24, Unit = ExpiryUnit.Months, RoundTo = ExpiryRounding.Quarter,
            }),
            ("{ years: 2, round_to: year }", new ExpiryDefinition
            {
                Period = 2, Unit = ExpiryUnit.Years, RoundTo = ExpiryRounding.Year,
            }),
        ];
        foreach (var (text, expiry) in cases)
        {
            var program = Parse($"expiry: {text}").Definition.ShouldNotBeNull(text);
            program.Expiry.ShouldBe(expiry);
            WrittenAndRead(program).Expiry.ShouldBe(expiry);
        }
    }

    [Fact]
    public void Parse_ExpiryOnDates_IsReadAndWrittenBack()
    {
        var program = Parse("expiry: { months: 6, dates: [03-31, 12-31] }").Definition.ShouldNotBeNull();

        foreach (var read in (ProgramDefinition[])[program, WrittenAndRead(program)])
        {
            read.Expiry!.Dates.ShouldBe([new AnnualDate(3, 31), new AnnualDate(12, 31)]);
            (read.Expiry.Period, read.Expiry.Unit).ShouldBe((6, ExpiryUnit.Months));
        }
    }

    [Theory]
    [InlineData("days: 14", 14, null, "")]
    [InlineData("until: 2026-12-24", 0, "2026-12-24", "")]
    [InlineData("event: delivered", 0, null, "delivered")]
    [InlineData("event: delivered, days: 30", 30, null, "delivered")]
    [InlineData("event: 'no', until: 2026-12-24", 0, "2026-12-24", "no")]
    public void Parse_Pending_IsReadAndWrittenBack(string text, int days, string? until, string happening)
    {
        var program = Parse($"pending: {{ {text} }}").Definition.ShouldNotBeNull();

        foreach (var read in (ProgramDefinition[])[program, WrittenAndRead(program)])
        {
            read.Pending!.Days.ShouldBe(days);
            read.Pending.Event.ShouldBe(happening);
            read.Pending.UntilDate?.ToString("uuuu-MM-dd", null).ShouldBe(until);
        }
    }

    [Theory]
    [InlineData("expiry: { }", "expiry.days", "from 1 to 18300")]
    [InlineData("expiry: { months: 0 }", "expiry.months", "from 1 to 600")]
    [InlineData("expiry: { years: 51 }", "expiry.years", "from 1 to 50")]
    [InlineData("expiry: { years: soon }", "expiry.years", "a whole number")]
    [InlineData("expiry: { years: 1, months: 1 }", "expiry.months", "one of days, months and years")]
    [InlineData("expiry: { years: 1, round_to: week }", "expiry.round_to", "day, month, quarter or year")]
    [InlineData("expiry: { round_to: month, dates: [12-31] }", "expiry.round_to", "either round_to or dates")]
    [InlineData("expiry: { years: 1, dates: [12-32] }", "expiry.dates[0]", "a day of the year such as 03-31")]
    [InlineData("expiry: { dates: [12-31, 12-31] }", "expiry.dates[1]", "each day once")]
    [InlineData("expiry: { years: 1, month: 1 }", "expiry.month", "months")]
    [InlineData("pending: { }", "pending.days", "from 1 to 3650")]
    [InlineData("pending: { days: 3651 }", "pending.days", "from 1 to 3650")]
    [InlineData("pending: { days: 1, until: 2026-12-24 }", "pending.days", "either days or until")]
    [InlineData("pending: { until: tomorrow }", "pending.until", "a day such as 2026-12-24")]
    [InlineData("pending: { event: De livered }", "pending.event", "a code of 1 to 32")]
    [InlineData("pending: { event: delivered, days: 3651 }", "pending.days", "from 0 to 3650")]
    [InlineData("pending: 14", "pending", "days or until")]
    public void Parse_LifeThatIsNone_IsAFaultWithItsPlace(string section, string path, string expected)
    {
        var faults = Parse(section).Faults;

        var fault = faults.ShouldHaveSingleItem();
        fault.Path.ShouldBe(path);
        fault.Expected.ShouldContain(expected);
        fault.Line.ShouldBe(5);
    }

    private static ProgramDefinition WrittenAndRead(ProgramDefinition program) =>
        ProgramFile.Parse(ProgramFileWriter.Write(program)).Definition.ShouldNotBeNull();

    private static ProgramFileResult Parse(string section) => ProgramFile.Parse($$"""
        program: p
        currency: GBP
        time_zone: Europe/London
        begins: 2020-01-01
        {{section}}
        earning:
          base: { points: 1, per: 1.00 }
        """);
}
