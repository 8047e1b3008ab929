using NodaTime;

namespace LoyaltyEngine.Cli.Invoices;

/// <summary>One invoice of one member: what becomes one request.</summary>
internal sealed class Purchase
{
    private readonly List<InvoiceLine> _lines;

    public Purchase(IEnumerable<InvoiceLine> lines)
    {
        _lines = [.. lines];
    }

    /// <summary>At least one line, in the file's order.</summary>
    public IReadOnlyList<InvoiceLine> Lines => _lines;

    /// <summary>The invoice's number, which serves as request id.</summary>
    public string Number => _lines[0].InvoiceNumber;

    public string MemberId => _lines[0].MemberId;

    /// <summary>The time of its first line: some invoices of the file span two minutes.</summary>
    public Instant OccurTime => _lines[0].OccurTime;

    /// <summary>Whether it takes points back.</summary>
    public bool IsCancellation => Number[0] == InvoiceLineParser.CancellationMark;
}
