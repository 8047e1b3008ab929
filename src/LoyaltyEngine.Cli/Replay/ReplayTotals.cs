using LoyaltyEngine.Cli.Invoices;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>What a replay has counted so far. Thread-safe: answers come in on many threads.</summary>
internal sealed class ReplayTotals
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _skipped = new(StringComparer.Ordinal);
    private readonly LatencyHistogram _latencies = new();
    private long _members;
    private long _invoices;
    private long _cancellations;
    private long _refused;
    private long _requests;
    private long _replayed;
    private long _issued;
    private long _takenBack;
    private long _outstanding;
    private long _debt;

    /// <summary>Invoices and cancellations that were answered, refusals included.</summary>
    public long AnsweredPurchases
    {
        get
        {
            lock (_gate)
                return _invoices + _cancellations + _refused;
        }
    }

    public void Skipped(string reason, long lines)
    {
        lock (_gate)
            _skipped[reason] = _skipped.GetValueOrDefault(reason) + lines;
    }

    public void Enrolled(TimeSpan latency)
    {
        lock (_gate)
        {
            _members++;
            Answered(latency);
        }
    }

    public void Earned(EarnPointsResponse answer, TimeSpan latency)
    {
        lock (_gate)
        {
            _invoices++;
            _issued += answer.Entry.Points;
            _replayed += answer.Replayed ? 1 : 0;
            Answered(latency);
        }
    }

    public void TookBack(ReturnPurchaseResponse answer, TimeSpan latency)
    {
        lock (_gate)
        {
            _cancellations++;
            _takenBack -= answer.Entry.Points;
            _replayed += answer.Replayed ? 1 : 0;
            Answered(latency);
        }
    }

    /// <summary>The engine refused a purchase: its lines count as skipped.</summary>
    public void Refused(Purchase purchase, string reason, TimeSpan latency)
    {
        lock (_gate)
        {
            _refused++;
            _skipped[reason] = _skipped.GetValueOrDefault(reason) + purchase.Lines.Count;
            Answered(latency);
        }
    }

    public void Read(Balance balance)
    {
        lock (_gate)
        {
            _outstanding += balance.AvailablePoints + balance.PendingPoints + balance.ReservedPoints;
            _debt += balance.DebtPoints;
        }
    }

    /// <summary>The summary of a run that read so many lines and fed them in so long.</summary>
    public ReplaySummary Summarize(long lines, TimeSpan feeding)
    {
        lock (_gate)
        {
            return new ReplaySummary
            {
                Members = _members,
                Invoices = _invoices,
                Cancellations = _cancellations,
                Refused = _refused,
                Lines = lines,
                Skipped = new SortedDictionary<string, long>(_skipped, StringComparer.Ordinal),
                PointsIssued = _issued,
                PointsTakenBack = _takenBack,
                PointsOutstanding = _outstanding,
                PointsDebt = _debt,
                Replayed = _replayed,
                Requests = _requests,
                RequestsPerSecond = feeding > TimeSpan.Zero ? _requests / feeding.TotalSeconds : 0,
                Elapsed = feeding,
                P50 = _latencies.Percentile(0.50),
                P99 = _latencies.Percentile(0.99),
            };
        }
    }

    private void Answered(TimeSpan latency)
    {
        _requests++;
        _latencies.Record(latency);
    }
}
