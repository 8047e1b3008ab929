using System.Globalization;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>Writes a summary for people.</summary>
internal static class SummaryText
{
    public static void Write(TextWriter to, ReplaySummary summary)
    {
        Row("Members", Number(summary.Members));
        Row("Invoices", Number(summary.Invoices));
        Row("Cancellations", Number(summary.Cancellations));
        Row("Lines", Number(summary.Lines));
        Row("Lines skipped", Number(summary.Skipped.Values.Sum()));
        foreach (var (reason, count) in summary.Skipped)
            Row($"  {reason}", Number(count));
        if (summary.MatchedReturns is { } matches)
        {
            Row("Cancellation lines", Number(matches.CancellationLines));
            Row("  matched", Number(matches.LinesMatched));
            Row("  matched in part", Number(matches.LinesMatchedInPart));
            Row("  not matched", Number(matches.LinesNotMatched));
            Row("    had at another price", Number(matches.LinesAtAnotherPrice));
            Row("Returns by reference", Number(matches.ReturnsByReference));
        }

        Row("Points issued", Number(summary.PointsIssued));
        Row("Points taken back", Number(summary.PointsTakenBack));
        if (summary.MatchedReturns is not null)
            Row("  claimed by reference", Number(summary.MatchedReturns.PointsClaimedByReference));
        Row("Points outstanding", Number(summary.PointsOutstanding));
        Row("Points debt", Number(summary.PointsDebt));
        Row("Replays", $"{Number(summary.Replayed)}{Remark(summary)}");
        Row("Requests/s", string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.RequestsPerSecond:N0}  ({summary.Requests:N0} writes in {summary.Elapsed.TotalSeconds:N1} s)"));
        Row("p50 / p99", string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.P50.TotalMilliseconds:N2} ms / {summary.P99.TotalMilliseconds:N2} ms"));

        void Row(string name, string value) => to.WriteLine($"{name,-32}{value}");
    }

    private static string Remark(ReplaySummary summary)
    {
        var purchases = summary.Invoices + summary.Cancellations;
        return purchases > 0 && summary.Replayed == purchases
            ? "  (all of them: this run changed nothing)"
            : $"  of {Number(purchases)}";
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
