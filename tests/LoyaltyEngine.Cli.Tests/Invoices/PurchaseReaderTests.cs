using LoyaltyEngine.Cli.Invoices;
using NodaTime;

namespace LoyaltyEngine.Cli.Tests.Invoices;

public sealed class PurchaseReaderTests
{
    private readonly List<SkippedLine> _skipped = [];
    private long _lineCount;

    [Fact]
    public void ReadAll_ConsecutiveLines_AreOnePurchase() =>
        Read("A/1", "A/1", "B/2").ShouldBe(["A/1: 1 2", "B/2: 3"]);

    [Fact]
    public void ReadAll_InterleavedInvoices_ComeInTheOrderOfTheirFirstLines() =>
        Read("A/1", "B/2", "A/1", "B/2", "D/1").ShouldBe(["A/1: 1 3", "B/2: 2 4", "D/1: 5"]);

    [Fact]
    public void ReadAll_OneNumberWithTwoCustomers_IsTwoPurchases() =>
        Read("A/1", "A/2", "A/1").ShouldBe(["A/1: 1 3", "A/2: 2"]);

    [Fact]
    public void ReadAll_GapAtTheLimit_IsOnePurchase()
    {
        var between = Enumerable.Repeat("B/2", PurchaseGrouper.MaxGap - 1);

        Read(["A/1", .. between, "A/1"])[0].ShouldBe($"A/1: 1 {PurchaseGrouper.MaxGap + 1}");
    }

    [Fact]
    public void ReadAll_GapPastTheLimit_IsTwoPurchases()
    {
        var between = Enumerable.Range(0, PurchaseGrouper.MaxGap).Select(n => $"B{n / 100}/2");

        var purchases = Read(["A/1", .. between, "A/1"]);

        purchases[0].ShouldBe("A/1: 1");
        purchases[^1].ShouldBe($"A/1: {PurchaseGrouper.MaxGap + 2}");
    }

    [Fact]
    public void ReadAll_InvoiceOfMostLines_IsOnePurchase() =>
        Read([.. Enumerable.Repeat("A/1", PurchaseGrouper.MaxLines)]).Count.ShouldBe(1);

    [Fact]
    public void ReadAll_InvoiceOfTooManyLines_IsSkippedWhole()
    {
        Read(["B/1", .. Enumerable.Repeat("A/1", PurchaseGrouper.MaxLines + 1), "D/1"]).Count.ShouldBe(2);

        _skipped.Count.ShouldBe(PurchaseGrouper.MaxLines + 1);
        _skipped.ShouldAllBe(line => line.Reason == SkipReason.InvoiceTooLong);
        _skipped.Select(line => line.LineNumber).Distinct().Count().ShouldBe(PurchaseGrouper.MaxLines + 1);
    }

    [Fact]
    public void ReadAll_Limited_TakesWholePurchasesAndCountsOnlyTheirLines()
    {
        Read(2, "A/1", "bad", "B/2", "A/1", "E/3", "bad", "B/2", "D/4").ShouldBe(["A/1: 1 4", "B/2: 3 7"]);

        _lineCount.ShouldBe(5);
        _skipped.Select(line => line.LineNumber).ShouldBe([2]);
    }

    [Fact]
    public void ReadAll_SkippedLines_AreCountedAndNumbered()
    {
        Read("A/1", "bad", "A/1").ShouldBe(["A/1: 1 3"]);

        _lineCount.ShouldBe(3);
        _skipped.ShouldBe([new SkippedLine(2, SkipReason.WrongColumnCount, "bad")]);
    }

    private List<string> Read(params string[] lines) => Read(long.MaxValue, lines);

    /// <summary>Lines are written number/customer, purchases number/customer: line numbers.</summary>
    private List<string> Read(long limit, params string[] lines)
    {
        var csv = lines.Select(line => line.Split('/') is [var number, var customer]
            ? $"{number},SKU,,1,2010-12-01 08:26:00,1.00,{customer},UK"
            : line);
        var records = new CsvRecordReader(new StringReader(string.Join("\n", csv)));
        var zone = DateTimeZoneProviders.Tzdb["Europe/London"];
        var parser = new InvoiceLineParser(zone, InvoiceLineParser.UciDateFormat);
        var reader = new PurchaseReader(records.Read, parser, _skipped.Add, limit);
        var purchases = reader.ReadAll().Select(Describe).ToList();
        _lineCount = reader.LineCount;
        return purchases;
    }

    private static string Describe(Purchase purchase) =>
        $"{purchase.Number}/{purchase.MemberId}: {string.Join(" ", purchase.Lines.Select(line => line.LineNumber))}";
}
