using System.Text.Json;
using LoyaltyEngine.Cli.Replay;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Tests.Replay;

public sealed class ReplaySummaryTests
{
    [Fact]
    public void ToJson_AnySummary_HasExactlyTheseKeys()
    {
        using var json = JsonDocument.Parse(Summary().ToJson());

        json.RootElement.EnumerateObject().Select(property => property.Name).Order().ShouldBe(
        [
            "cancellations", "invoices", "lines", "members", "p50_ms", "p99_ms", "points_debt", "points_issued",
            "points_outstanding", "points_taken_back", "replayed", "requests_per_second", "skipped",
        ]);
        json.RootElement.GetProperty("skipped").GetProperty("no_customer").GetInt64().ShouldBe(4);
    }

    [Fact]
    public void Summarize_Answers_AddUp()
    {
        var summary = Summary();

        summary.Members.ShouldBe(1);
        (summary.Invoices, summary.Cancellations, summary.Refused).ShouldBe((2, 1, 0));
        (summary.PointsIssued, summary.PointsTakenBack).ShouldBe((12, 15));
        (summary.PointsOutstanding, summary.PointsDebt).ShouldBe((6, 3));
        (summary.Replayed, summary.Requests).ShouldBe((1, 4));
        summary.RequestsPerSecond.ShouldBe(2);
        summary.P99.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(4));
    }

    [Fact]
    public void Write_Summary_ShowsReasonsIndented()
    {
        var text = new StringWriter();

        SummaryText.Write(text, Summary());

        text.ToString().ShouldContain("  no_customer                   4");
        text.ToString().ShouldContain("Replays                         1  of 3");
    }

    private static ReplaySummary Summary()
    {
        var totals = new ReplayTotals();
        var latency = TimeSpan.FromMilliseconds(4);
        totals.Enrolled(latency);
        totals.Earned(new EarnPointsResponse { Entry = new Entry { Points = 12 } }, latency);
        totals.Earned(new EarnPointsResponse { Entry = new Entry(), Replayed = true }, latency);
        totals.TookBack(new ReturnPurchaseResponse { Entry = new Entry { Points = -15 } }, latency);
        totals.Cancelled(replayed: false);
        totals.Skipped("no_customer", 3);
        totals.Skipped("no_customer", 1);
        totals.Read(new Balance { AvailablePoints = 1, PendingPoints = 2, ReservedPoints = 3, DebtPoints = 3 });
        return totals.Summarize(lines: 9, feeding: TimeSpan.FromSeconds(2));
    }
}
