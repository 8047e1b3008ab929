using LoyaltyEngine.Cli.Invoices;
using LoyaltyEngine.Client;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>Counts and tells the lines of requests that the engine refused. Thread-safe.</summary>
internal sealed class RefusedLines(ReplayTotals totals, Action<SkippedLine> skipped)
{
    /// <summary>Whether the refusal says nothing of other requests, so that a replay passes over it.</summary>
    public static bool ArePassedOver(LoyaltyError error) =>
        error.Reason is not (ErrorReason.Unspecified or ErrorReason.ProgramUnknown or ErrorReason.MemberUnknown);

    public void Skip(IReadOnlyCollection<InvoiceLine> lines, LoyaltyError error) =>
        Skip(lines, error.ReasonName.Length > 0 ? error.ReasonName : error.StatusCode.ToString(), error.Message);

    public void Skip(IReadOnlyCollection<InvoiceLine> lines, string reasonName, string message)
    {
        var reason = SkipReason.RefusedPrefix + reasonName.ToLowerInvariant();
        totals.Skipped(reason, lines.Count);
        foreach (var line in lines)
            skipped(new SkippedLine(line.LineNumber, reason, $"{line.InvoiceNumber}: {message}"));
    }
}
