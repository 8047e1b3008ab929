using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Tests;

public sealed class DueMeterTests
{
    private const string Metrics = """
        # TYPE loyalty_due_applied_total counter
        # HELP loyalty_due_applied_total Members at rest that were looked at because their time had come.
        loyalty_due_applied_total{otel_scope_name="LoyaltyEngine.Engine"} 12345 1780315200000
        # TYPE loyalty_due_lag_seconds gauge
        loyalty_due_lag_seconds 1.25
        loyalty_due_lag_seconds_of_another 9
        loyalty_due_stopped{otel_scope_name="LoyaltyEngine.Engine"} 0 1780315200000
        # EOF
        """;

    [Fact]
    public void Parse_WithAndWithoutLabels_FindsValues() =>
        DueMeter.Parse(Metrics).ShouldBe(new DueReading(12_345, TimeSpan.FromSeconds(1.25), false));

    [Fact]
    public void Parse_StoppedRun_IsTold() =>
        DueMeter.Parse(Metrics.Replace("} 0 ", "} 1 ", StringComparison.Ordinal)).HasStopped.ShouldBeTrue();

    [Fact]
    public void Parse_WithoutTheMetric_NamesIt() => Should.Throw<InvalidDataException>(
        () => DueMeter.Parse(Metrics.Replace("due_lag", "due_log", StringComparison.Ordinal)))
        .Message.ShouldContain("loyalty_due_lag_seconds");
}
