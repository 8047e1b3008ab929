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
    private long _returnsByReference;
    private long _claimedByReference;

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

    /// <summary>A return was accepted: a whole cancellation, or a part of one.</summary>
    public void TookBack(ReturnPurchaseResponse answer, TimeSpan latency)
    {
        lock (_gate)
        {
            _takenBack -= answer.Entry.Points;
            if (answer.Entry.PurchaseReturned is { SaleEntryId: not "" } ofSale)
            {
                _returnsByReference++;
                _claimedByReference += ofSale.ClaimedPoints;
            }

            Answered(latency);
        }
    }

    /// <summary>All of a cancellation was accepted.</summary>
    public void Cancelled(bool replayed)
    {
        lock (_gate)
        {
            _cancellations++;
            _replayed += replayed ? 1 : 0;
        }
    }

    /// <summary>A write was answered that moves no points.</summary>
    public void Wrote(TimeSpan latency)
    {
        lock (_gate)
            Answered(latency);
    }

    /// <summary>The engine refused a purchase, or a part of it.</summary>
    public void Refused()
    {
        lock (_gate)
            _refused++;
    }

    public void Read(Balance balance)
    {
        lock (_gate)
        {
            _outstanding += balance.AvailablePoints + balance.PendingPoints + balance.ReservedPoints;
            _debt += balance.DebtPoints;
        }
    }

    /// <summary>
    /// The summary of a run that read so many lines and fed them in so long, and matched so many, if it did.
    /// </summary>
    public ReplaySummary Summarize(long lines, TimeSpan feeding, MatchCounts? matched = null)
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
                MatchedReturns = matched is { } counts ? MatchesOf(counts) : null,
            };
        }
    }

    private ReplayMatches MatchesOf(in MatchCounts counts) => new()
    {
        CancellationLines = counts.Lines,
        LinesMatched = counts.Whole,
        LinesMatchedInPart = counts.InPart,
        LinesNotMatched = counts.NotAtAll,
        LinesAtAnotherPrice = counts.OtherPrice,
        ReturnsByReference = _returnsByReference,
        PointsClaimedByReference = _claimedByReference,
    };

    private void Answered(TimeSpan latency)
    {
        _requests++;
        _latencies.Record(latency);
    }
}
