using System.Diagnostics;
using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Tests;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2_047)]
    [InlineData(2_048)]
    [InlineData(123_456_789)]
    [InlineData(600_000_000_000)]
    public void Percentile_OneValue_IsThatValueToThreeDigits(long ticks)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(ticks);

        var measured = histogram.Percentile(0.5).TotalSeconds;
        var expected = (double)ticks / Stopwatch.Frequency;

        // A TimeSpan ends at 100 ns, below which the histogram is finer than its answer.
        measured.ShouldBe(expected, tolerance: expected / 1000 + 1e-7);
        histogram.Max.TotalSeconds.ShouldBe(expected, tolerance: 1e-7);
    }

    [Fact]
    public void Percentile_ManyValues_IsNeverBelowTheSortedValueAndWithinAThousandth()
    {
        var random = new Random(1);
        var histogram = new LatencyHistogram();
        var values = new long[100_000];
        for (var i = 0; i < values.Length; i++)
            histogram.Record(values[i] = (long)Math.Exp(random.NextDouble() * 24));
        Array.Sort(values);

        foreach (var share in new[] { 0.001, 0.5, 0.9, 0.99, 0.999, 1 })
        {
            var exact = (double)values[(int)Math.Ceiling(share * values.Length) - 1] / Stopwatch.Frequency;
            histogram.Percentile(share).TotalSeconds.ShouldBeInRange(exact - 1e-7, exact * 1.001 + 1e-7);
        }
    }

    [Fact]
    public void Add_TwoHalves_EqualsTheWhole()
    {
        var (whole, first, second) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        for (var i = 0; i < 10_000; i++)
        {
            whole.Record(i * 997L);
            (i % 2 == 0 ? first : second).Record(i * 997L);
        }

        first.Add(second);

        first.Count.ShouldBe(whole.Count);
        first.Max.ShouldBe(whole.Max);
        first.Mean.ShouldBe(whole.Mean);
        first.Percentile(0.37).ShouldBe(whole.Percentile(0.37));
    }

    [Fact]
    public void Record_BeyondAnHour_CountsAsAnHour()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromHours(5));
        histogram.Max.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void Percentile_Empty_IsZero() => new LatencyHistogram().Percentile(0.99).ShouldBe(TimeSpan.Zero);
}
