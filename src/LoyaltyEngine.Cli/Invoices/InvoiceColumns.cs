namespace LoyaltyEngine.Cli.Invoices;

/// <summary>
/// The columns of UCI's "Online Retail", in order; "Online Retail II" gives three of them other names.
/// </summary>
internal static class InvoiceColumns
{
    public const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    private static readonly string[] Names = Header.Split(',');

    private static readonly string[] NamesInSecondEdition =
        ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"];

    /// <summary>Whether these fields are the header rather than a line.</summary>
    public static bool AreHeader(string[] fields) =>
        Matches(fields, Names) || Matches(fields, NamesInSecondEdition);

    private static bool Matches(string[] fields, string[] names) =>
        fields.Length == names.Length
        && fields.Zip(names).All(pair => pair.First.Trim().Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
}
