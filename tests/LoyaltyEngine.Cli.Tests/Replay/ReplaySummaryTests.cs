using System.Text.Json;
using LoyaltyEngine.Cli.Replay;
using LoyaltyEngine.Cli.Tests.Fakes;
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
    public void ToJson_SummaryOfMatchedReturns_HasTheseKeysToo()
    {
        using var json = JsonDocument.Parse(Summary(new MatchCounts(9, 4, 3, 2, 1)).ToJson());

        var matches = json.RootElement.GetProperty("matched_returns");
        Oracle.Numbers(matches).ShouldBe(new Dictionary<string, long>
        {
            ["cancellation_lines"] = 9, ["lines_matched"] = 4, ["lines_matched_in_part"] = 3,
            ["lines_not_matched"] = 2, ["lines_at_another_price"] = 1,
            ["returns_by_reference"] = 0, ["points_claimed_by_reference"] = 0,
        });
    }

    [Fact]
    public void Write_SummaryOfMatchedReturns_ShowsThem()
    {
        var text = new StringWriter();

        SummaryText.Write(text, Summary(new MatchCounts(9, 4, 3, 2, 1)));

        text.ToString().ShouldContain(
            """
            Cancellation lines              9
              matched                       4
              matched in part               3
              not matched                   2
                had at another price        1
            Returns by reference            0
            Points issued                   12
            Points taken back               15
              claimed by reference          0
            """);
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

    private static ReplaySummary Summary(MatchCounts? matched = null)
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
        return totals.Summarize(lines: 9, feeding: TimeSpan.FromSeconds(2), matched);
    }
}
