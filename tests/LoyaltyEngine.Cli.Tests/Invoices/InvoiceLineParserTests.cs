using LoyaltyEngine.Cli.Invoices;
using NodaTime;

namespace LoyaltyEngine.Cli.Tests.Invoices;

public sealed class InvoiceLineParserTests
{
    private const string Usable = "536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom";

    [Fact]
    public void Parse_UciLine_ReadsIt()
    {
        var line = Parse(Usable, out _).ShouldNotBeNull();

        line.ShouldBe(new InvoiceLine(
            1, "536365", "17850", "85123A", 6, 2.55m, 1530, Instant.FromUtc(2010, 12, 1, 8, 26)));
    }

    [Theory]
    [InlineData("536365,A,B,6,2010-12-01 08:26:00,2.55,17850.0", SkipReason.WrongColumnCount)]
    [InlineData("536365,A,B,6,2010-12-01 08:26:00,2.55,17850.0,UK,more", SkipReason.WrongColumnCount)]
    [InlineData(InvoiceColumns.Header, SkipReason.RepeatedHeader)]
    [InlineData("536365,A,B,6,2010-12-01 08:26:00,2.55,,UK", SkipReason.NoCustomer)]
    [InlineData("536365,A,B,six,never,free, ,UK", SkipReason.NoCustomer)]
    [InlineData("536365,A,B,6,2010-12-01 08:26:00,2.55,no way,UK", SkipReason.UnusableCustomer)]
    [InlineData(",A,B,6,2010-12-01 08:26:00,2.55,17850.0,UK", SkipReason.UnusableInvoiceNumber)]
    [InlineData("53/65,A,B,6,2010-12-01 08:26:00,2.55,17850.0,UK", SkipReason.UnusableInvoiceNumber)]
    [InlineData("536365,A,B,six,2010-12-01 08:26:00,2.55,17850.0,UK", SkipReason.UnreadableNumber)]
    [InlineData("536365,A,B,6,2010-12-01 08:26:00,,17850.0,UK", SkipReason.UnreadableNumber)]
    [InlineData("536365,A,B,0.0001,2010-12-01 08:26:00,1,17850.0,UK", SkipReason.UnreadableNumber)]
    [InlineData("536365,A,B,6,2010-13-01 08:26:00,2.55,17850.0,UK", SkipReason.UnreadableDate)]
    [InlineData("536365,A,B,6,01/12/2010 08:26,2.55,17850.0,UK", SkipReason.UnreadableDate)]
    [InlineData("536365,A,B,6,2010-12-01 08:26:00,-2.55,17850.0,UK", SkipReason.NegativePrice)]
    [InlineData("536365,A,B,0,2010-12-01 08:26:00,2.55,17850.0,UK", SkipReason.ZeroQuantity)]
    [InlineData("536365,A,B,-6,2010-12-01 08:26:00,2.55,17850.0,UK", SkipReason.NegativeLine)]
    [InlineData("C536365,A,B,6,2010-12-01 08:26:00,2.55,17850.0,UK", SkipReason.PositiveLineInCancellation)]
    [InlineData("536365,A,B,1000001,2010-12-01 08:26:00,2.55,17850.0,UK", SkipReason.OutOfRange)]
    [InlineData("536365,A,B,1,2010-12-01 08:26:00,10000000000.01,17850.0,UK", SkipReason.OutOfRange)]
    public void Parse_UnusableLine_NamesTheReason(string text, string expected)
    {
        Parse(text, out var reason).ShouldBeNull();

        reason.ShouldBe(expected);
    }

    [Theory]
    [InlineData("1", "0.001", 0)]
    [InlineData("1", "0.004", 0)]
    [InlineData("1", "0.005", 1)]
    [InlineData("3", "0.335", 101)]
    [InlineData("0.435", "9.99", 435)]
    [InlineData("80995", "2.08", 16846960)]
    [InlineData("12540", "0.0", 0)]
    public void Parse_Amount_IsRoundedHalfUpOncePerLine(string quantity, string price, long amountMinor)
    {
        var line = Parse($"1,A,B,{quantity},2010-12-01 08:26:00,{price},1.0,UK", out _).ShouldNotBeNull();

        line.AmountMinor.ShouldBe(amountMinor);
    }

    [Fact]
    public void Parse_Cancellation_HasPositiveQuantityAndAmount()
    {
        var line = Parse("C1,A,B,-3,2010-12-01 08:26:00,0.335,1.0,UK", out _).ShouldNotBeNull();

        (line.Quantity, line.AmountMinor).ShouldBe((3m, 101L));
    }

    [Theory]
    [InlineData("17850.0", "17850")]
    [InlineData("17850", "17850")]
    [InlineData("17850.00", "17850")]
    [InlineData(" A-1.5 ", "A-1.5")]
    public void Parse_Customer_LosesOnlyTheFloatingPoint(string customer, string memberId) =>
        Parse($"1,A,B,1,2010-12-01 08:26:00,1,{customer},UK", out _).ShouldNotBeNull().MemberId.ShouldBe(memberId);

    [Theory]
    [InlineData("2011-07-01 12:00:00", "2011-07-01T11:00:00Z")]
    [InlineData("2011-01-01 12:00:00", "2011-01-01T12:00:00Z")]
    [InlineData("2011-10-30 01:30:00", "2011-10-30T00:30:00Z")]
    [InlineData("2011-03-27 01:30:00", "2011-03-27T01:30:00Z")]
    public void Parse_LocalTime_IsTakenInTheZone(string local, string instant) =>
        Parse($"1,A,B,1,{local},1,1,UK", out _).ShouldNotBeNull().OccurTime.ToString().ShouldBe(instant);

    [Theory]
    [InlineData(" 85123A ", "85123A")]
    [InlineData("", "unknown")]
    [InlineData("a\tb", "a_b")]
    public void SkuOf_StockCode_IsFitToBeSent(string stockCode, string sku) =>
        InvoiceLineParser.SkuOf(stockCode).ShouldBe(sku);

    [Fact]
    public void SkuOf_LongStockCode_IsCut() =>
        InvoiceLineParser.SkuOf(new string('x', 63) + "😀").ShouldBe(new string('x', 63));

    private static InvoiceLine? Parse(string text, out string reason)
    {
        var record = new CsvRecordReader(new StringReader(text)).Read().ShouldNotBeNull();
        var zone = DateTimeZoneProviders.Tzdb["Europe/London"];
        return new InvoiceLineParser(zone, InvoiceLineParser.UciDateFormat).Parse(record, out reason);
    }
}
