using LoyaltyEngine.Cli.Invoices;
using LoyaltyEngine.Cli.Sample;
using LoyaltyEngine.Cli.Tests.Fakes;
using NodaTime;

namespace LoyaltyEngine.Cli.Tests.Sample;

public sealed class SampleCommandTests
{
    [Fact]
    public async Task Sample_SameSeed_IsTheSameFile()
    {
        var first = await CommandRun.OfAsync("sample", "--days", "2", "--stores", "2", "--seed", "7");
        var second = await CommandRun.OfAsync("sample", "--days", "2", "--stores", "2", "--seed", "7");
        var other = await CommandRun.OfAsync("sample", "--days", "2", "--stores", "2", "--seed", "8");

        second.Out.ShouldBe(first.Out);
        other.Out.ShouldNotBe(first.Out);
    }

    [Fact]
    public async Task Sample_ToFile_IsWhatStandardOutputGets()
    {
        using var file = TestFile.Named("sample.csv");

        var toFile = await CommandRun.OfAsync("sample", "--stores", "1", "--out", file.Path);

        toFile.Out.ShouldBeEmpty();
        toFile.Error.ShouldContain("replay");
        File.ReadAllText(file.Path).ShouldBe((await CommandRun.OfAsync("sample", "--stores", "1")).Out);
    }

    [Fact]
    public void Sample_EveryLine_CanBeReplayedButAnonymousOnes()
    {
        var skipped = new List<SkippedLine>();
        var purchases = Read(new SampleOptions { Days = 3 }, skipped);

        skipped.Select(line => line.Reason).Distinct().ShouldBe([SkipReason.NoCustomer]);
        purchases.Count(purchase => purchase.IsCancellation).ShouldBeGreaterThan(50);
        purchases.Select(purchase => purchase.Number).Distinct().Count().ShouldBe(purchases.Count);
    }

    [Fact]
    public void Sample_TradingDay_HoldsWhatIsAwkward()
    {
        var purchases = Read(new SampleOptions(), []);

        purchases.Any(p => p.Lines.Any(line => line.AmountMinor == 0)).ShouldBeTrue("things given away");
        purchases.Any(p => p.Lines.Any(line => line.OccurTime != p.OccurTime)).ShouldBeTrue("two timestamps");
        purchases.Any(p => p.Lines[^1].LineNumber - p.Lines[0].LineNumber >= p.Lines.Count).ShouldBeTrue("interleaved");
        purchases.Any(p => p.Lines.Count > 100).ShouldBeTrue("long");
        purchases.Any(p => p.Lines.Zip(p.Lines.Skip(1)).Any(IsTheSameTwice)).ShouldBeTrue("the same line twice");
        var visits = purchases.GroupBy(p => p.MemberId).Select(group => group.Count()).OrderDescending().ToList();
        visits[0].ShouldBeGreaterThan(10 * visits[visits.Count / 2]);
    }

    [Fact]
    public void Sample_OtherSeedOrDay_HasOtherInvoiceNumbers()
    {
        var usual = Read(new SampleOptions(), []).Select(purchase => purchase.Number).ToHashSet();

        usual.Overlaps(Read(new SampleOptions { Seed = 2 }, []).Select(purchase => purchase.Number)).ShouldBeFalse();
        usual.Overlaps(Read(new SampleOptions { FirstDay = new(2025, 3, 4) }, []).Select(purchase => purchase.Number))
            .ShouldBeFalse();
    }

    [Fact]
    public async Task Sample_TimesOfADay_NeverGoBackWithinAMember()
    {
        var run = await CommandRun.OfAsync("sample", "--days", "2");
        var last = new Dictionary<string, Instant>();

        foreach (var purchase in Read(run.Out, []))
        {
            purchase.OccurTime.ShouldBeGreaterThanOrEqualTo(last.GetValueOrDefault(purchase.MemberId, Instant.MinValue));
            last[purchase.MemberId] = purchase.OccurTime;
        }
    }

    [Theory]
    [InlineData("--days", "0")]
    [InlineData("--stores", "501")]
    [InlineData("--begin", "yesterday")]
    public async Task Sample_OptionOutOfRange_IsAUsageError(string option, string value)
    {
        var run = await CommandRun.OfAsync("sample", option, value);

        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.Error.ShouldContain($"{option} {value} is not");
        run.Error.ShouldContain("sample --help");
    }

    private static bool IsTheSameTwice((InvoiceLine First, InvoiceLine Second) pair) =>
        pair.First with { LineNumber = 0 } == pair.Second with { LineNumber = 0 };

    private static List<Purchase> Read(SampleOptions options, List<SkippedLine> skipped)
    {
        var text = new StringWriter();
        SampleCommand.Write(text, options);
        return Read(text.ToString(), skipped);
    }

    private static List<Purchase> Read(string csv, List<SkippedLine> skipped)
    {
        var records = new CsvRecordReader(new StringReader(csv));
        InvoiceColumns.AreHeader(records.Read().ShouldNotBeNull().Fields).ShouldBeTrue();
        var parser = new InvoiceLineParser(DateTimeZoneProviders.Tzdb["Europe/London"], InvoiceLineParser.UciDateFormat);
        return [.. new PurchaseReader(records.Read, parser, skipped.Add).ReadAll()];
    }
}
