using System.Collections.Concurrent;
using LoyaltyEngine.Cli.Invoices;
using LoyaltyEngine.Client;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>
/// Sends one purchase after the other and counts the answers. A refused purchase is counted and passed over; whatever
/// would befall every purchase alike, or leaves the outcome unknown, is thrown. Purchases of different members may be
/// sent side by side.
/// </summary>
internal sealed class PurchaseSender(
    LoyaltyClient client,
    PurchaseRequests requests,
    ReplayTotals totals,
    Action<SkippedLine> skipped,
    Action answered,
    TimeProvider time)
{
    private readonly RefusedLines _refused = new(totals, skipped);
    private readonly ConcurrentDictionary<string, bool> _enrolled = new(StringComparer.Ordinal);

    /// <summary>The members that are known to be enrolled.</summary>
    public IEnumerable<string> Members => _enrolled.Keys;

    /// <summary>Enrols the member if need be, then earns or takes back, by reference where it was matched.</summary>
    public async Task SendAsync(Purchase purchase, MatchedCancellation? matched, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        try
        {
            if (!_enrolled.ContainsKey(purchase.MemberId))
            {
                await EnrolAsync(purchase, cancellation);
                begin = time.GetTimestamp();
            }

            if (matched is not null)
            {
                await new CancellationSender(client, requests, totals, _refused, time)
                    .SendAsync(matched, cancellation);
            }
            else if (purchase.IsCancellation)
            {
                var answer = await client.ReturnPurchaseAsync(requests.Return(purchase), cancellation);
                totals.TookBack(answer, time.GetElapsedTime(begin));
                totals.Cancelled(answer.Replayed);
            }
            else
            {
                var answer = await client.EarnPointsAsync(requests.Earn(purchase), cancellation);
                totals.Earned(answer, time.GetElapsedTime(begin));
            }
        }
        catch (LoyaltyRefusedException refusal) when (RefusedLines.ArePassedOver(refusal.Error))
        {
            totals.Refused();
            totals.Wrote(time.GetElapsedTime(begin));
            _refused.Skip(purchase.Lines, refusal.Error);
        }

        answered();
    }

    private async Task EnrolAsync(Purchase first, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        try
        {
            await client.EnrolMemberAsync(requests.Enrol(first), cancellation);
        }
        catch (LoyaltyRefusedException refusal)
            when (refusal.Error.Reason is ErrorReason.MemberAlreadyEnrolled or ErrorReason.RequestIdReused)
        {
            // Enrolled by another till, or by the replay of another file that met the member at another time.
        }

        _enrolled[first.MemberId] = true;
        totals.Enrolled(time.GetElapsedTime(begin));
    }
}
