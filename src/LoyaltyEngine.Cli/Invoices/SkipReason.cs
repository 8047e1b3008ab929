namespace LoyaltyEngine.Cli.Invoices;

/// <summary>
/// Why a line of the file earns nothing. These names stand in summaries, JSON and error files. A line that breaks
/// several rules is counted under the first, in the order given here.
/// </summary>
internal static class SkipReason
{
    /// <summary>The line is longer than any line of such a file is.</summary>
    public const string LineTooLong = "line_too_long";

    /// <summary>A quoted field is not closed within the lines that a record may span.</summary>
    public const string UnclosedQuote = "unclosed_quote";

    /// <summary>The line has more or fewer than eight columns.</summary>
    public const string WrongColumnCount = "wrong_column_count";

    /// <summary>The header stands here again, as it does where files were joined.</summary>
    public const string RepeatedHeader = "repeated_header";

    /// <summary>Nobody to credit.</summary>
    public const string NoCustomer = "no_customer";

    /// <summary>The customer's number cannot be a member id: 1 to 64 of A-Z a-z 0-9 . _ -</summary>
    public const string UnusableCustomer = "unusable_customer";

    /// <summary>The invoice's number cannot be a request id: 1 to 64 of A-Z a-z 0-9 . _ - :</summary>
    public const string UnusableInvoiceNumber = "unusable_invoice_number";

    /// <summary>Quantity or price is not a number, or the quantity has more than three decimals.</summary>
    public const string UnreadableNumber = "unreadable_number";

    /// <summary>The date is not of the expected form.</summary>
    public const string UnreadableDate = "unreadable_date";

    /// <summary>The price is below zero, as in an adjustment of debts.</summary>
    public const string NegativePrice = "negative_price";

    /// <summary>Nothing was bought.</summary>
    public const string ZeroQuantity = "zero_quantity";

    /// <summary>A negative quantity outside a cancellation, as in a stock write-off.</summary>
    public const string NegativeLine = "negative_line";

    /// <summary>A positive quantity within a cancellation.</summary>
    public const string PositiveLineInCancellation = "positive_line_in_cancellation";

    /// <summary>Quantity or amount is beyond what the engine takes.</summary>
    public const string OutOfRange = "out_of_range";

    /// <summary>The line's invoice has more lines than the engine takes; the whole invoice is left out.</summary>
    public const string InvoiceTooLong = "invoice_too_long";

    /// <summary>The engine refused the line's invoice: this prefix and the engine's reason in lower case.</summary>
    public const string RefusedPrefix = "refused_";
}
