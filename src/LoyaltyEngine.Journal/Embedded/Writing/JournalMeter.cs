using System.Diagnostics.Metrics;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Counts what the writer does. One thread adds; anyone may read, and gets figures of one moment.</summary>
internal sealed class JournalMeter
{
    private static readonly Meter Meter = new(JournalStatistics.MeterName);

    private static readonly Histogram<double> FlushDuration = Meter.CreateHistogram(
        "loyalty.journal.flush.duration",
        "s",
        "The time to write and flush a batch.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries =
                [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1],
        });

    private static readonly Histogram<int> FlushRecords = Meter.CreateHistogram(
        "loyalty.journal.flush.records",
        "{record}",
        "The records that a flush carried, snapshots included.",
        advice: new InstrumentAdvice<int>
        {
            HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
        });

    private static readonly Counter<long> Appends = Meter.CreateCounter<long>(
        "loyalty.journal.appends", "{append}", "Appends that are durable: what was decided together, all or nothing.");

    private static readonly Counter<long> Written = Meter.CreateCounter<long>(
        "loyalty.journal.written", "By", "Bytes written, headers and padding included.");

    private readonly Lock _lock = new();
    private JournalStatistics _sum;

    public void Add(int appends, int records, int bytes, TimeSpan flushTime)
    {
        FlushDuration.Record(flushTime.TotalSeconds);
        FlushRecords.Record(records);
        Appends.Add(appends);
        Written.Add(bytes);
        lock (_lock)
        {
            _sum = new JournalStatistics(
                _sum.Batches + 1,
                _sum.Appends + appends,
                _sum.Records + records,
                _sum.Bytes + bytes,
                _sum.FlushTime + flushTime,
                flushTime > _sum.LongestFlush ? flushTime : _sum.LongestFlush);
        }
    }

    public JournalStatistics Read()
    {
        lock (_lock)
            return _sum;
    }
}
