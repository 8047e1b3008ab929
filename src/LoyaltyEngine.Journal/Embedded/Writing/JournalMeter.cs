namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Counts what the writer does. One thread adds; anyone may read, and gets figures of one moment.</summary>
internal sealed class JournalMeter
{
    private readonly Lock _lock = new();
    private JournalStatistics _sum;

    public void Add(int appends, int records, int bytes, TimeSpan flushTime)
    {
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
