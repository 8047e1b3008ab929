namespace LoyaltyEngine.Journal.Embedded;

/// <summary>What an <see cref="EmbeddedJournal"/> has written since it was opened; every figure only grows.</summary>
/// <param name="Batches">Batches, which is also the number of data flushes for them.</param>
/// <param name="Appends">Appends in them.</param>
/// <param name="Records">Records in them, snapshots included.</param>
/// <param name="Bytes">Bytes written, headers and padding included.</param>
/// <param name="FlushTime">Time spent in writing and flushing.</param>
/// <param name="LongestFlush">The longest write with its flush.</param>
public readonly record struct JournalStatistics(
    long Batches, long Appends, long Records, long Bytes, TimeSpan FlushTime, TimeSpan LongestFlush)
{
    /// <summary>The name of the journal's meter (<see cref="System.Diagnostics.Metrics.Meter"/>).</summary>
    public const string MeterName = "LoyaltyEngine.Journal";

    /// <summary>Records a flush carried on average.</summary>
    public double RecordsPerFlush => Batches == 0 ? 0 : (double)Records / Batches;
}
