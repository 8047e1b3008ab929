using System.Diagnostics.Metrics;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime;

/// <summary>Counts what the ledgers of this process decide; collected when somebody asks. Thread-safe.</summary>
internal static class LedgerMeter
{
    private const int Accepted = 0;
    private const int Replayed = 1;
    private const int Rejected = 2;

    private static readonly string[] Commands =
    [
        "earn", "burn", "return", "reverse", "cancel", "enrol", "identify", "update", "status", "erase", "adjust",
        "exchange", "reserve", "capture", "release", "extend", "write_off",
        "activate", "grant_tier",
    ];

    // As errors name them on the wire: InsufficientPoints is INSUFFICIENT_POINTS.
    private static readonly string[] Reasons = [.. Enum.GetNames<RejectionReason>().Select(name => string.Concat(
        name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}")))];

    private static readonly int OutcomeCount = Rejected + Reasons.Length;
    private static readonly long[] Counts = new long[Commands.Length * OutcomeCount];
    private static readonly Meter Meter = new(Ledger.MeterName);

    static LedgerMeter() => Meter.CreateObservableCounter(
        "loyalty.ledger.decisions", Read, "{decision}", "Writes that were answered, by command and outcome.");

    /// <summary>Counts a write that is answered now.</summary>
    public static void Count(MemberCommand command, in Decision decision)
    {
        var outcome = decision.Rejection is { } rejection ? Rejected + (int)rejection.Reason
            : decision.IsReplay ? Replayed
            : Accepted;
        Interlocked.Increment(ref Counts[(NumberOf(command) * OutcomeCount) + outcome]);
    }

    private static int NumberOf(MemberCommand command) => command switch
    {
        MemberCommand.EarnPoints => 0,
        MemberCommand.BurnPoints => 1,
        MemberCommand.ReturnPurchase or MemberCommand.ReturnSale => 2,
        MemberCommand.ReversePoints => 3,
        MemberCommand.CancelRequest => 4,
        MemberCommand.EnrolMember => 5,
        MemberCommand.UpdateMember => 7,
        MemberCommand.SetMemberStatus => 8,
        MemberCommand.EraseMember => 9,
        MemberCommand.AdjustPoints => 10,
        MemberCommand.ExchangePurchase => 11,
        MemberCommand.ReservePoints => 12,
        MemberCommand.CaptureReservation => 13,
        MemberCommand.ReleaseReservation => 14,
        MemberCommand.ExtendReservation => 15,
        MemberCommand.WriteOffDebt => 16,
        MemberCommand.ActivatePoints => 17,
        MemberCommand.GrantTier => 18,
        _ => 6,
    };

    private static IEnumerable<Measurement<long>> Read()
    {
        for (var i = 0; i < Counts.Length; i++)
        {
            if (Interlocked.Read(ref Counts[i]) is not (var count and > 0))
                continue;
            var outcome = i % OutcomeCount;
            var tags = new List<KeyValuePair<string, object?>>
            {
                new("loyalty.command", Commands[i / OutcomeCount]),
                new("loyalty.outcome", outcome switch
                {
                    Accepted => "accepted",
                    Replayed => "replayed",
                    _ => "rejected",
                }),
            };
            if (outcome >= Rejected)
                tags.Add(new("loyalty.rejection.reason", Reasons[outcome - Rejected]));
            yield return new Measurement<long>(count, tags);
        }
    }
}
