using System.Diagnostics;
using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Tests;

public sealed class TimelineTests
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1_000;

    [Fact]
    public void Seconds_CallsByTheirBeginning_HaveExactPercentiles()
    {
        const long start = 1_000_000;
        var timeline = new Timeline(start, secondCountMax: 3);
        for (var i = 1; i <= 200; i++)
            timeline.Add(start + i, start + i + i * Millisecond);
        // Begun in the first second and answered in the third; and what lies outside.
        timeline.Add(start, start + 2_500 * Millisecond);
        timeline.Add(start - 1, start + Millisecond);
        timeline.Add(start + 3_000 * Millisecond, start + 3_001 * Millisecond);
        timeline.Add(start + 2_999 * Millisecond, start + 3_001 * Millisecond);

        timeline.Seconds().ShouldBe(
        [
            new TimelineSecond(0, 201, Milliseconds(101), Milliseconds(199), Milliseconds(2_500)),
            new TimelineSecond(2, 1, Milliseconds(2), Milliseconds(2), Milliseconds(2)),
        ]);
    }

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}
