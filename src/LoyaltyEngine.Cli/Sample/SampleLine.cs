using System.Globalization;

namespace LoyaltyEngine.Cli.Sample;

/// <summary>One line of the sample, ready to be written in UCI's columns.</summary>
internal sealed record SampleLine(
    string InvoiceNumber, SampleArticle Article, int Quantity, DateTime Time, string Customer)
{
    public const string Country = "United Kingdom";

    public string ToCsv() => string.Create(
        CultureInfo.InvariantCulture,
        $"{InvoiceNumber},{Article.StockCode},{Quoted(Article.Description)},{Quantity},{Time:yyyy-MM-dd HH:mm:ss},"
        + $"{Article.Price},{Customer},{Country}");

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(',', '"') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
