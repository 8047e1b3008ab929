using FsCheck;
using FsCheck.Fluent;
using LoyaltyEngine.Cli.Replay;

namespace LoyaltyEngine.Cli.Tests.Replay;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentile_AnyDurations_IsWithinABucketOfTheExactOne() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).NonEmptyListOf().ToArbitrary(), ticks =>
        {
            var histogram = new LatencyHistogram();
            foreach (var each in ticks)
                histogram.Record(TimeSpan.FromTicks(each));
            var sorted = ticks.Order().ToList();
            foreach (var share in new[] { 0.5, 0.99, 1.0 })
            {
                var exact = sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
                var found = histogram.Percentile(share).Ticks;
                if (found < exact || found > exact * (1 + (1 / 64.0)))
                    return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Percentile_NothingRecorded_IsZero() => new LatencyHistogram().Percentile(0.99).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Record_LongestDuration_IsCounted()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(TimeSpan.MaxValue);

        histogram.Percentile(1).ShouldBe(TimeSpan.MaxValue);
    }
}
