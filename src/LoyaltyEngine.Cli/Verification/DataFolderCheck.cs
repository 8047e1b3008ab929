using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Verification;

namespace LoyaltyEngine.Cli.Verification;

/// <summary>Reads a data folder offline, from the first record to the last, and checks every law that it can.</summary>
internal static class DataFolderCheck
{
    /// <exception cref="Journal.JournalCorruptException">The log cannot be read on; the message names the
    /// place.</exception>
    public static Task<LedgerReport> RunAsync(string dataFolder, CancellationToken cancellation) =>
        Task.Run(() => Run(dataFolder, cancellation), cancellation);

    private static LedgerReport Run(string dataFolder, CancellationToken cancellation)
    {
        using var journal = JournalVerifier.Open(DataFolder.JournalOf(dataFolder));
        var ledger = new LedgerVerifier();
        foreach (var record in journal.Records())
        {
            cancellation.ThrowIfCancellationRequested();
            ledger.Add(record.Kind, record.Record);
        }

        var result = ledger.Finish();
        var cut = journal.Totals.UnfinishedBytes;
        return new LedgerReport
        {
            Records = result.RecordCount,
            Streams = result.StreamCount,
            Notes = cut == 0
                ? []
                : [$"{cut} bytes of an unfinished write at the log's end: the next start will cut them."],
            Programs = result.Programs,
            DayRoots = result.DayRoots,
            Faults = result.Faults,
        };
    }
}
