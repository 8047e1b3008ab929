using System.Diagnostics;
using LoyaltyEngine.Load.Running;

namespace LoyaltyEngine.Load.Tests;

public sealed class PaceTests
{
    private static readonly long Second = Stopwatch.Frequency;

    [Fact]
    public void TryTake_LateTurn_GivesAllThatWasDueAtItsOwnTime()
    {
        var pace = new Pace(perSecond: 4, start: 10 * Second);

        pace.TryTake(10 * Second - 1, out _).ShouldBeFalse();
        var times = new List<long>();
        while (pace.TryTake(11 * Second, out var due))
            times.Add(due - 10 * Second);

        times.ShouldBe([0, Second / 4, Second / 2, Second / 4 * 3, Second]);
        pace.Taken.ShouldBe(5);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1_000, 5)]
    [InlineData(1_249, 5)]
    [InlineData(1_250, 6)]
    public void DueBy_Milliseconds_CountsWhatShouldHaveBegun(int milliseconds, long count) =>
        new Pace(perSecond: 4, start: 10 * Second).DueBy(10 * Second + milliseconds * Second / 1_000).ShouldBe(count);

    [Fact]
    public void UntilNext_FarAhead_IsAtMostWhatIsAskedFor() =>
        new Pace(perSecond: 1, start: Stopwatch.GetTimestamp() + 3_600 * Second)
            .UntilNext(TimeSpan.FromMilliseconds(100)).ShouldBe(TimeSpan.FromMilliseconds(100));
}
