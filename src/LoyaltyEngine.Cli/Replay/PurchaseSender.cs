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
    private readonly ConcurrentDictionary<string, bool> _enrolled = new(StringComparer.Ordinal);

    /// <summary>The members that are known to be enrolled.</summary>
    public IEnumerable<string> Members => _enrolled.Keys;

    /// <summary>Enrols the member if need be, then earns or takes back.</summary>
    public async Task SendAsync(Purchase purchase, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        try
        {
            if (!_enrolled.ContainsKey(purchase.MemberId))
            {
                await EnrolAsync(purchase, cancellation);
                begin = time.GetTimestamp();
            }

            if (purchase.IsCancellation)
            {
                var answer = await client.ReturnPurchaseAsync(requests.Return(purchase), cancellation);
                totals.TookBack(answer, time.GetElapsedTime(begin));
            }
            else
            {
                var answer = await client.EarnPointsAsync(requests.Earn(purchase), cancellation);
                totals.Earned(answer, time.GetElapsedTime(begin));
            }
        }
        catch (LoyaltyRefusedException refusal) when (ConcernsOnlyThisPurchase(refusal.Error))
        {
            Refuse(purchase, refusal, time.GetElapsedTime(begin));
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

    private void Refuse(Purchase purchase, LoyaltyRefusedException refusal, TimeSpan latency)
    {
        var name = refusal.Error.ReasonName.Length > 0 ? refusal.Error.ReasonName : refusal.Error.StatusCode.ToString();
        var reason = SkipReason.RefusedPrefix + name.ToLowerInvariant();
        totals.Refused(purchase, reason, latency);
        foreach (var line in purchase.Lines)
            skipped(new SkippedLine(line.LineNumber, reason, $"{purchase.Number}: {refusal.Error.Message}"));
    }

    private static bool ConcernsOnlyThisPurchase(LoyaltyError error) =>
        error.Reason is not (ErrorReason.Unspecified or ErrorReason.ProgramUnknown or ErrorReason.MemberUnknown);
}
