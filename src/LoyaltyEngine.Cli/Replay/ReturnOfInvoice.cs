using LoyaltyEngine.Cli.Invoices;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>What one cancellation brings back of one sale.</summary>
/// <param name="SaleNumber">The sale's invoice, which is the request id of its earn.</param>
/// <param name="Parts">What comes back of its lines, in their order; none twice, at least one.</param>
/// <param name="Lines">The cancellation's lines that it is a part of.</param>
internal sealed record ReturnOfInvoice(
    string SaleNumber, IReadOnlyList<ReturnedQuantity> Parts, IReadOnlyList<InvoiceLine> Lines);
