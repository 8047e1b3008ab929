using LoyaltyEngine.Cli.Invoices;
using LoyaltyEngine.Client;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>
/// Returns what a matched cancellation brings back: the rest without a reference, then one return for each sale. The
/// cancellation's own number comes first in any case. It is the id of the rest, or is closed where there is none; so
/// a replay that does not match and one that does never both return the same goods, unless the engine refuses the rest.
/// </summary>
internal sealed class CancellationSender(
    LoyaltyClient client, PurchaseRequests requests, ReplayTotals totals, RefusedLines refused, TimeProvider time)
{
    private const string ReturnedBefore = "It was returned already by a replay that did not match it.";

    /// <summary>Counts the cancellation as refused where the engine refuses any part of it; the others stand.</summary>
    public async Task SendAsync(MatchedCancellation matched, CancellationToken cancellation)
    {
        var whole = matched.Cancellation;
        var (isReplay, unsent) = (true, new HashSet<long>());
        if (matched.Rest.Count == 0)
        {
            if (!await CloseAsync(whole, cancellation))
            {
                totals.Refused();
                refused.Skip(whole.Lines, "REQUEST_ID_REUSED", ReturnedBefore);
                return;
            }
        }
        else
        {
            var (wasReplay, error) = await ReturnAsync(requests.Return(whole, matched.Rest), cancellation);
            if (error?.Reason is ErrorReason.RequestIdReused or ErrorReason.RequestCancelled)
            {
                totals.Refused();
                refused.Skip(whole.Lines, error);
                return;
            }

            isReplay = wasReplay;
            Skip(matched.Rest, error, unsent);
        }

        foreach (var ofSale in matched.OfSales)
        {
            var (wasReplay, error) = await ReturnAsync(requests.Return(whole, ofSale), cancellation);
            isReplay &= wasReplay;
            Skip(ofSale.Lines, error, unsent);
        }

        if (unsent.Count > 0)
            totals.Refused();
        else
            totals.Cancelled(isReplay);
    }

    /// <summary>False where the number is that of a return that took effect.</summary>
    private async Task<bool> CloseAsync(Purchase whole, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        var answer = await client.CancelRequestAsync(requests.Close(whole), cancellation);
        totals.Wrote(time.GetElapsedTime(begin));
        return answer.Outcome == Outcome.Cancelled;
    }

    private async Task<(bool IsReplay, LoyaltyError? Error)> ReturnAsync(
        ReturnPurchaseRequest request, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        try
        {
            var answer = await client.ReturnPurchaseAsync(request, cancellation);
            totals.TookBack(answer, time.GetElapsedTime(begin));
            return (answer.Replayed, null);
        }
        catch (LoyaltyRefusedException refusal) when (RefusedLines.ArePassedOver(refusal.Error))
        {
            totals.Wrote(time.GetElapsedTime(begin));
            return (false, refusal.Error);
        }
    }

    // A line may be a part of several returns, and is told once.
    private void Skip(IEnumerable<InvoiceLine> lines, LoyaltyError? error, HashSet<long> unsent)
    {
        if (error is not null)
            refused.Skip([.. lines.Where(line => unsent.Add(line.LineNumber))], error);
    }
}
