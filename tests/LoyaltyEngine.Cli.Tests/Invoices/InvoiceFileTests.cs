using System.IO.Compression;
using System.Text;
using LoyaltyEngine.Cli.Invoices;
using LoyaltyEngine.Cli.Tests.Fakes;

namespace LoyaltyEngine.Cli.Tests.Invoices;

public sealed class InvoiceFileTests
{
    private const string Line = "536365,A,CAFÉ,6,2010-12-01 08:26:00,2.55,17850.0,UK";

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Open_BomAndGzip_ReadsTheSame(bool bom, bool gzip)
    {
        // The name tells nothing: a download may have lost its ending.
        using var file = TestFile.Named("purchases");
        var text = new UTF8Encoding(bom);
        var bytes = text.GetPreamble().Concat(text.GetBytes($"{InvoiceColumns.Header}\r\n{Line}\r\n")).ToArray();
        File.WriteAllBytes(file.Path, gzip ? Packed(bytes) : bytes);

        using var opened = InvoiceFile.Open(file.Path);

        opened.ReadRecord().ShouldNotBeNull().Fields[2].ShouldBe("CAFÉ");
        opened.ReadRecord().ShouldBeNull();
        opened.ReadBytes.ShouldBe(opened.LengthBytes);
    }

    [Fact]
    public void Open_ColumnsOfTheSecondEdition_AreUnderstood()
    {
        using var file = TestFile.Named("purchases.csv");
        File.WriteAllText(
            file.Path, $"Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n{Line}\n");

        using var opened = InvoiceFile.Open(file.Path);

        opened.ReadRecord().ShouldNotBeNull().LineNumber.ShouldBe(2);
    }

    [Theory]
    [InlineData("", "does not begin with the header")]
    [InlineData("x", "does not begin with the header")]
    [InlineData("a,b,c\n1,2,3\n", "does not begin with the header")]
    [InlineData("PK\u0003\u0004", "Excel workbook")]
    public void Open_SomethingElse_SaysSo(string content, string expected)
    {
        using var file = TestFile.Named("purchases.csv");
        File.WriteAllText(file.Path, content);

        Should.Throw<CommandFailedException>(() => InvoiceFile.Open(file.Path)).Message.ShouldContain(expected);
    }

    [Fact]
    public void Open_CutGzip_SaysThatItCannotBeRead()
    {
        using var file = TestFile.Named("purchases.csv.gz");
        File.WriteAllBytes(file.Path, [0x1f, 0x8b, 1, 2, 3]);

        Should.Throw<CommandFailedException>(() => InvoiceFile.Open(file.Path)).Message.ShouldContain("cannot be read");
    }

    [Fact]
    public void Open_NoSuchFile_NamesTheWayToMakeOne() =>
        Should.Throw<CommandFailedException>(() => InvoiceFile.Open("/nowhere/x.csv"))
            .Message.ShouldContain("sample --out");

    private static byte[] Packed(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
