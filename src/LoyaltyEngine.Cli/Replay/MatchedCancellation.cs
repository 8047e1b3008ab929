using LoyaltyEngine.Cli.Invoices;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>A cancellation and the sales whose goods it brings back.</summary>
/// <param name="Cancellation">The invoice.</param>
/// <param name="OfSales">What it brings back of which sales; none twice.</param>
/// <param name="Rest">What no sale was found for, with what is left of quantity and amount. May be empty.</param>
internal sealed record MatchedCancellation(
    Purchase Cancellation, IReadOnlyList<ReturnOfInvoice> OfSales, IReadOnlyList<InvoiceLine> Rest);
