namespace LoyaltyEngine.Cli.Invoices;

/// <summary>
/// Reads a file's purchases one by one, holding only those that lines may still join. Whatever it tells depends on the
/// file alone, so that reading it again gives the same requests.
/// </summary>
internal sealed class PurchaseReader(
    Func<CsvRecord?> readRecord,
    InvoiceLineParser parser,
    Action<SkippedLine> skipped,
    long maxPurchases = long.MaxValue)
{
    /// <summary>How many lines were read, skipped ones included, the header and empty lines not.</summary>
    public long LineCount { get; private set; }

    /// <summary>The purchases in the order of their first lines. May be enumerated once.</summary>
    public IEnumerable<Purchase> ReadAll()
    {
        var grouper = new PurchaseGrouper(
            (line, reason) => skipped(new SkippedLine(line.LineNumber, reason, line.InvoiceNumber)));
        var record = 0L;
        while (readRecord() is { } next)
        {
            record++;
            var line = parser.Parse(next, out var reason);

            // Past the limit the file is read on only for the lines of purchases that were begun.
            var belongs = grouper.BegunCount < maxPurchases || (line is not null && grouper.Continues(line, record));
            if (belongs)
            {
                LineCount++;
                if (line is null)
                    skipped(new SkippedLine(next.LineNumber, reason, next.Text));
                else
                    grouper.Add(line, record);
            }
            else if (grouper.IsEmpty)
            {
                yield break;
            }

            while (grouper.TryTake(record, out var purchase))
                yield return purchase;
        }

        while (grouper.TryTake(long.MaxValue, out var purchase))
            yield return purchase;
    }
}
