using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;
using NodaTime;

namespace LoyaltyEngine.Runtime.Tests.Programs;

public sealed class ProgramScheduleTests
{
    private static readonly Instant Begin = Instant.FromUtc(2020, 1, 1, 0, 0);

    [Fact]
    public void At_BeforeTheProgramBegan_IsNone()
    {
        var schedule = Schedule(Begin);

        schedule.At(Begin - Duration.Epsilon).ShouldBeNull();
        schedule.At(Begin).ShouldBe(schedule.Current);
    }

    [Fact]
    public void At_BeforeTheFirstVersionTookEffect_IsTheFirst() =>
        Schedule(Day(40)).At(Day(3))!.Version.ShouldBe(1);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(19, 2)]
    [InlineData(20, 3)]
    [InlineData(9_999, 3)]
    public void At_Time_IsTheVersionInEffectThen(int day, long version) =>
        Schedule(Begin, Day(10), Day(20)).At(Day(day))!.Version.ShouldBe(version);

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 3)]
    [InlineData(10, 3)]
    public void At_LaterVersionTookEffectEarlier_IsTheGreatestNumber(int day, long version) =>
        Schedule(Begin, Day(10), Day(5)).At(Day(day))!.Version.ShouldBe(version);

    [Fact]
    public void Current_VersionOfTomorrow_IsTheNewest() =>
        Schedule(Begin, Day(10)).Current.Version.ShouldBe(2);

    [Fact]
    public void With_Version_LeavesTheFormerScheduleAsItWas()
    {
        var first = Schedule(Begin);
        var second = first.With(Compile("p", 2, Day(1)));

        first.Versions.Length.ShouldBe(1);
        second.Versions.Select(program => program.Version).ShouldBe([1, 2]);
    }

    [Fact]
    public void With_OtherProgramOrNumber_IsRefused()
    {
        Should.Throw<ArgumentException>(() => Schedule(Begin).With(Compile("q", 2, Begin)));
        Should.Throw<ArgumentException>(() => Schedule(Begin).With(Compile("p", 3, Begin)));
        Should.Throw<ArgumentException>(() => Schedule(Begin).With(Compile("p", 1, Begin)));
        Should.Throw<ArgumentException>(() => ProgramSchedule.StartWith(Compile("p", 2, Begin)));
    }

    [Theory]
    [InlineData(9, 1)]
    [InlineData(10, 1)]
    [InlineData(20, 3)]
    public void At_VersionRetired_IsTheOneBefore(int day, long version)
    {
        var schedule = Schedule(Begin, Day(10), Day(20)).WithRetired(2);

        schedule.At(Day(day))!.Version.ShouldBe(version);
        schedule.IsRetired(2).ShouldBeTrue();
        schedule.Versions.Length.ShouldBe(3);
    }

    [Fact]
    public void Current_NewestRetired_IsTheNewestThatIsNot()
    {
        var schedule = Schedule(Begin, Day(10)).WithRetired(2);

        schedule.Current.Version.ShouldBe(1);
        schedule.With(Compile("p", 3, Day(9))).Current.Version.ShouldBe(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void WithRetired_FirstOrNoneOrRetired_IsRefused(long version) =>
        Should.Throw<ArgumentException>(() => Schedule(Begin, Day(1), Day(2)).WithRetired(3).WithRetired(version));

    private static Instant Day(int number) => Begin + Duration.FromDays(number);

    private static ProgramSchedule Schedule(params Instant[] effectiveTimes)
    {
        var schedule = ProgramSchedule.StartWith(Compile("p", 1, effectiveTimes[0]));
        for (var i = 1; i < effectiveTimes.Length; i++)
            schedule = schedule.With(Compile("p", i + 1, effectiveTimes[i]));
        return schedule;
    }

    private static LoyaltyProgram Compile(string id, long version, Instant effectiveTime) => LoyaltyProgram.Compile(
        new ProgramDefinition
        {
            Id = id,
            CurrencyCode = "GBP",
            TimeZone = "UTC",
            BeginDate = new LocalDate(2020, 1, 1),
            Earning = new EarningDefinition { Points = 1, PerAmountMinor = 100 },
        },
        version, effectiveTime);
}
