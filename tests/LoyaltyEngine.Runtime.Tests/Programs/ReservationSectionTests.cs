using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Tests.Programs;

/// <summary>The section that says how points are reserved.</summary>
public sealed class ReservationSectionTests
{
    [Theory]
    [InlineData("{ seconds: 900 }", 900, 900, false)]
    [InlineData("{ seconds: 60, maximum_seconds: 2592000, lots_expire: true }", 60, 2_592_000, true)]
    [InlineData("{ seconds: 60, maximum_seconds: 120, lots_expire: false }", 60, 120, false)]
    public void Parse_Reservations_AreReadAndWrittenBack(string text, long seconds, long maximum, bool lotsExpire)
    {
        var program = Parse(text).Definition.ShouldNotBeNull();

        var expected = new ReservationDefinition
        {
            DurationSeconds = seconds, MaximumSeconds = maximum, LotsExpire = lotsExpire,
        };
        program.Burning!.Reservations.ShouldBe(expected);
        ProgramFile.Parse(ProgramFileWriter.Write(program)).Definition!.Burning!.Reservations.ShouldBe(expected);
    }

    [Theory]
    [InlineData("{ }", "burning.reservations.seconds", "a whole number of seconds")]
    [InlineData("{ seconds: 0 }", "burning.reservations.seconds", "from 1 to")]
    [InlineData("{ seconds: 61, maximum_seconds: 60 }", "burning.reservations.seconds", "from 1 to 60")]
    [InlineData("{ seconds: 1, maximum_seconds: 2592001 }", "burning.reservations.maximum_seconds", "to 2592000")]
    [InlineData("{ seconds: 1, lots_expire: maybe }", "burning.reservations.lots_expire", "false or true")]
    [InlineData("{ minutes: 1 }", "burning.reservations.minutes", "seconds, maximum_seconds, lots_expire")]
    public void Parse_FaultyReservations_AreToldWithTheirPlace(string text, string path, string expected) =>
        Parse(text).Faults.ShouldContain(
            fault => fault.Path == path && fault.Expected.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Compare_ReservationsChanged_IsTold()
    {
        var before = Parse("{ seconds: 60 }").Definition!;
        var after = Parse("{ seconds: 60, maximum_seconds: 90, lots_expire: true }").Definition!;

        ProgramComparison.Between(before, after).ShouldHaveSingleItem().ToString().ShouldContain(
            "can for 60 seconds, 90 with extensions, during which the points may expire instead of can for 60 seconds");
        ProgramComparison.Between(after, after).ShouldBeEmpty();
    }

    private static ProgramFileResult Parse(string section) => ProgramFile.Parse($$"""
        program: p
        currency: GBP
        time_zone: Europe/London
        begins: 2020-01-01
        earning:
          base: { points: 1, per: 1.00 }
        burning: { points_per_unit: 100, reservations: {{section}} }
        """);
}
