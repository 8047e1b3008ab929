using NodaTime;

namespace LoyaltyEngine.Cli.Invoices;

/// <summary>
/// One usable line of the file. Quantity and amount are positive; a cancellation's sign is in its number.
/// </summary>
/// <param name="LineNumber">Its line in the file.</param>
/// <param name="InvoiceNumber">The invoice, which serves as request id.</param>
/// <param name="MemberId">The customer's number without a trailing <c>.0</c>.</param>
/// <param name="Sku">The stock code, fit to be sent.</param>
/// <param name="Quantity">How many; at most three decimals.</param>
/// <param name="UnitPrice">The price of one, in whole units of the currency; not negative.</param>
/// <param name="AmountMinor">
/// Quantity times price in minor units, rounded half up. Zero for what was given away.
/// </param>
/// <param name="OccurTime">When it was bought.</param>
internal sealed record InvoiceLine(
    long LineNumber,
    string InvoiceNumber,
    string MemberId,
    string Sku,
    decimal Quantity,
    decimal UnitPrice,
    long AmountMinor,
    Instant OccurTime)
{
    /// <summary>The line with another quantity, whose amount is reckoned as <see cref="AmountMinor"/> is.</summary>
    public InvoiceLine WithQuantity(decimal quantity) =>
        this with { Quantity = quantity, AmountMinor = (long)AmountMinorOf(quantity, UnitPrice) };

    /// <summary>Quantity times price in minor units, rounded half up.</summary>
    public static decimal AmountMinorOf(decimal quantity, decimal unitPrice) =>
        decimal.Floor((quantity * unitPrice * 100) + 0.5m);
}
