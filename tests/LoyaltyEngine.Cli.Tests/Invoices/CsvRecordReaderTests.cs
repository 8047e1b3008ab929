using LoyaltyEngine.Cli.Invoices;

namespace LoyaltyEngine.Cli.Tests.Invoices;

public sealed class CsvRecordReaderTests
{
    [Theory]
    [InlineData("a,b,c", new[] { "a", "b", "c" })]
    [InlineData("a,\"b,c\",d", new[] { "a", "b,c", "d" })]
    [InlineData("a,\"say \"\"so\"\"\",d", new[] { "a", "say \"so\"", "d" })]
    [InlineData("\"\"\"\",", new[] { "\"", "" })]
    [InlineData("\"\",x", new[] { "", "x" })]
    [InlineData("a,12\" RULER,d", new[] { "a", "12\" RULER", "d" })]
    [InlineData(",,", new[] { "", "", "" })]
    public void Read_OneLine_GivesItsFields(string line, string[] fields) =>
        ReadAll(line).Single().Fields.ShouldBe(fields);

    [Fact]
    public void Read_CrLfAndEmptyLines_NumbersLinesOfTheFile()
    {
        var records = ReadAll("a\r\n\r\nb\n\nc");

        records.Select(record => (record.LineNumber, record.Fields.Single()))
            .ShouldBe([(1, "a"), (3, "b"), (5, "c")]);
    }

    [Fact]
    public void Read_QuotedLineEnd_StaysInTheField()
    {
        var records = ReadAll("a,\"two\nlines\"\nb,c");

        records[0].Fields.ShouldBe(["a", "two\nlines"]);
        records[1].LineNumber.ShouldBe(3);
    }

    [Fact]
    public void Read_QuoteNeverClosed_SpoilsOnlyItsLine()
    {
        var lines = new[] { "a,\"open" }.Concat(Enumerable.Range(2, 30).Select(n => $"line,{n}"));

        var records = ReadAll(string.Join("\n", lines));

        records[0].Fault.ShouldBe(SkipReason.UnclosedQuote);
        records.Count.ShouldBe(31);
        records.Skip(1).Select(record => record.Fields[1]).ShouldBe(Enumerable.Range(2, 30).Select(n => n.ToString()));
        records.Select(record => record.LineNumber).ShouldBe(Enumerable.Range(1, 31).Select(n => (long)n));
    }

    [Fact]
    public void Read_QuoteOpenAtTheEnd_SpoilsOnlyItsLine() =>
        ReadAll("\"open\nb,c").Select(record => record.Fault).ShouldBe([SkipReason.UnclosedQuote, null]);

    [Fact]
    public void Read_EndlessLine_IsCutAndReported()
    {
        var records = ReadAll(new string('x', 200_000) + "\na,b");

        records[0].Fault.ShouldBe(SkipReason.LineTooLong);
        records[0].Text.Length.ShouldBe(BoundedLineReader.MaxLength);
        records[1].Fields.ShouldBe(["a", "b"]);
        records[1].LineNumber.ShouldBe(2);
    }

    [Fact]
    public void Read_LinesAcrossBuffers_AreWhole()
    {
        var lines = Enumerable.Range(0, 20_000).Select(n => $"{n},some text to fill the buffer").ToList();

        ReadAll(string.Join("\r\n", lines)).Select(record => record.Text).ShouldBe(lines);
    }

    private static List<CsvRecord> ReadAll(string text)
    {
        var reader = new CsvRecordReader(new StringReader(text));
        var records = new List<CsvRecord>();
        while (reader.Read() is { } record)
            records.Add(record);
        return records;
    }
}
