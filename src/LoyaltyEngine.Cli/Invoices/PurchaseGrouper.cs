using System.Diagnostics.CodeAnalysis;

namespace LoyaltyEngine.Cli.Invoices;

/// <summary>
/// Gathers lines into purchases. Lines of one invoice number and one customer belong together even where other lines
/// lie between them (two tills writing one file do that), as long as fewer than <see cref="MaxGap"/> records do; what
/// comes later is a purchase of its own, which the engine refuses for its used request id. One number with two
/// customers is two purchases. Purchases leave in the order of their first lines, which is each member's order.
/// </summary>
internal sealed class PurchaseGrouper(Action<InvoiceLine, string> skip)
{
    /// <summary>How far apart, in records, two neighbouring lines of one purchase may be.</summary>
    public const int MaxGap = 1000;

    /// <summary>The most lines that the engine takes in one basket.</summary>
    public const int MaxLines = 1000;

    private readonly Dictionary<(string Number, string Member), OpenPurchase> _open = [];
    private readonly Queue<OpenPurchase> _order = new();

    /// <summary>How many purchases were begun so far.</summary>
    public long BegunCount { get; private set; }

    /// <summary>Whether any purchase still waits for lines.</summary>
    public bool IsEmpty => _order.Count == 0;

    /// <summary>Whether the line would be added to a purchase that is under way.</summary>
    public bool Continues(InvoiceLine line, long record) => Find(line, record) is not null;

    /// <summary>Adds a line; <paramref name="record"/> counts the file's records and never goes back.</summary>
    public void Add(InvoiceLine line, long record)
    {
        var purchase = Find(line, record);
        if (purchase is null)
        {
            purchase = new OpenPurchase((line.InvoiceNumber, line.MemberId));
            _open[purchase.Key] = purchase;
            _order.Enqueue(purchase);
            BegunCount++;
        }

        purchase.LastRecord = record;
        if (!purchase.TooLong && purchase.Lines.Count == MaxLines)
        {
            purchase.TooLong = true;
            foreach (var earlier in purchase.Lines)
                skip(earlier, SkipReason.InvoiceTooLong);
            purchase.Lines.Clear();
        }

        if (purchase.TooLong)
            skip(line, SkipReason.InvoiceTooLong);
        else
            purchase.Lines.Add(line);
    }

    /// <summary>The first purchase in order if no line can join it any more at this record.</summary>
    public bool TryTake(long record, [NotNullWhen(true)] out Purchase? purchase)
    {
        purchase = null;
        while (purchase is null && _order.TryPeek(out var first) && IsClosed(first, record))
        {
            _order.Dequeue();
            if (_open.GetValueOrDefault(first.Key) == first)
                _open.Remove(first.Key);
            if (!first.TooLong)
                purchase = new Purchase(first.Lines);
        }

        return purchase is not null;
    }

    private static bool IsClosed(OpenPurchase purchase, long record) => record - purchase.LastRecord > MaxGap;

    private OpenPurchase? Find(InvoiceLine line, long record) =>
        _open.GetValueOrDefault((line.InvoiceNumber, line.MemberId)) is { } found && !IsClosed(found, record)
            ? found
            : null;

    private sealed class OpenPurchase((string Number, string Member) key)
    {
        public (string Number, string Member) Key { get; } = key;

        public List<InvoiceLine> Lines { get; } = [];

        public long LastRecord { get; set; }

        public bool TooLong { get; set; }
    }
}
