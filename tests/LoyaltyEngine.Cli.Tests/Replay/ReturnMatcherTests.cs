using System.Globalization;
using LoyaltyEngine.Cli.Invoices;
using LoyaltyEngine.Cli.Replay;
using NodaTime;

namespace LoyaltyEngine.Cli.Tests.Replay;

public sealed class ReturnMatcherTests
{
    private static readonly Instant Nine = Instant.FromUtc(2011, 6, 1, 9, 0);

    private readonly ReturnMatcher _matcher = new();

    [Fact]
    public void Take_Sale_IsNoCancellation() => Sell("1", 9, ("A", 1, 2.50m)).ShouldBeNull();

    [Fact]
    public void Take_CancellationOfOneSale_NamesItsLine()
    {
        Sell("1", 9, ("B", 1, 2.50m), ("A", 6, 2.50m));

        Cancel("C2", 10, ("A", 4, 2.5m)).ShouldBe("1[2x4]");

        _matcher.Counts.ShouldBe(new MatchCounts(Lines: 1, Whole: 1, InPart: 0, NotAtAll: 0, OtherPrice: 0));
    }

    [Fact]
    public void Take_MoreThanTheLatestSaleHas_SpreadsOverTheOneBefore()
    {
        Sell("1", 9, ("A", 6, 2.50m));
        Sell("2", 10, ("A", 3, 2.50m));

        Cancel("C3", 11, ("A", 5, 2.50m)).ShouldBe("2[1x3] 1[1x2]");

        _matcher.Counts.Whole.ShouldBe(1);
    }

    [Fact]
    public void Take_SeveralSales_TakesFromTheLatestFirst()
    {
        Sell("1", 9, ("A", 6, 2.50m));
        Sell("2", 10, ("A", 6, 2.50m));

        Cancel("C3", 11, ("A", 4, 2.50m)).ShouldBe("2[1x4]");
        Cancel("C4", 12, ("A", 4, 2.50m)).ShouldBe("2[1x2] 1[1x2]");
    }

    [Fact]
    public void Take_OtherPrice_IsNotMatchedAndCounted()
    {
        Sell("1", 9, ("A", 6, 2.50m));

        Cancel("C2", 10, ("A", 4, 2.49m)).ShouldBe("rest[A 4 996]");

        _matcher.Counts.ShouldBe(new MatchCounts(Lines: 1, Whole: 0, InPart: 0, NotAtAll: 1, OtherPrice: 1));
    }

    [Fact]
    public void Take_NoEarlierSaleOfTheArticleByTheMember_IsNotMatched()
    {
        Sell("1", 9, ("A", 6, 2.50m));
        _matcher.Take(Purchase("2", "other", 9, [("B", 6, 2.50m)])).ShouldBeNull();

        Cancel("C3", 10, ("B", 4, 2.50m), ("a", 1, 2.50m)).ShouldBe("rest[B 4 1000, a 1 250]");

        _matcher.Counts.ShouldBe(new MatchCounts(Lines: 2, Whole: 0, InPart: 0, NotAtAll: 2, OtherPrice: 0));
    }

    [Fact]
    public void Take_MoreThanWasBought_IsMatchedInPartAndTheRestIsReckonedAnew()
    {
        Sell("1", 9, ("A", 6, 0.125m));

        Cancel("C2", 10, ("A", 9, 0.125m)).ShouldBe("1[1x6] rest[A 3 38]");

        _matcher.Counts.ShouldBe(new MatchCounts(Lines: 1, Whole: 0, InPart: 1, NotAtAll: 0, OtherPrice: 0));
    }

    [Fact]
    public void Take_ArticleTwiceOnOneInvoice_TakesFromItsLastLineFirst()
    {
        Sell("1", 9, ("A", 6, 2.50m), ("B", 1, 1), ("A", 2, 2.50m));

        Cancel("C2", 10, ("A", 3, 2.50m)).ShouldBe("1[1x1 3x2]");
    }

    [Fact]
    public void Take_LinesOfOneCancellationFromOneSaleLine_AreOnePart()
    {
        Sell("1", 9, ("A", 6, 2.50m));

        var matched = Match("C2", 10, ("A", 3, 2.50m), ("B", 1, 1), ("A", 2, 2.50m));

        Text(matched).ShouldBe("1[1x5] rest[B 1 100]");
        matched.OfSales[0].Lines.Select(line => line.LineNumber).ShouldBe([1, 3]);
    }

    [Fact]
    public void Take_CancellationBeforeItsSale_IsNotMatched()
    {
        Cancel("C1", 9, ("A", 6, 2.50m)).ShouldBe("rest[A 6 1500]");
        Sell("2", 10, ("A", 6, 2.50m));

        Cancel("C3", 11, ("A", 6, 2.50m)).ShouldBe("2[1x6]");
    }

    [Fact]
    public void Take_SaleThatHappenedLater_IsNotMatchedThoughTheFileHasItFirst()
    {
        Sell("1", 9, ("A", 6, 2.50m));
        Sell("2", 12, ("A", 6, 2.50m));

        Cancel("C3", 10, ("A", 4, 2.50m)).ShouldBe("1[1x4]");
        Cancel("C4", 12, ("A", 4, 2.50m)).ShouldBe("2[1x4]");
    }

    [Fact]
    public void Take_ReturnOfWhatCameBackAlready_IsNotMatched()
    {
        Sell("1", 9, ("A", 6, 2.50m));
        Cancel("C2", 10, ("A", 6, 2.50m)).ShouldBe("1[1x6]");

        Cancel("C3", 11, ("A", 6, 2.50m)).ShouldBe("rest[A 6 1500]");

        _matcher.Counts.ShouldBe(new MatchCounts(Lines: 2, Whole: 1, InPart: 0, NotAtAll: 1, OtherPrice: 0));
    }

    [Fact]
    public void Take_GivenAwayGoods_AreMatchedAsWell()
    {
        Sell("1", 9, ("A", 0.435m, 0));

        Cancel("C2", 10, ("A", 0.4m, 0)).ShouldBe("1[1x0.4]");
    }

    [Fact]
    public void Take_NumberMetBefore_IsNoSaleAndMatchesNothing()
    {
        Sell("1", 9, ("A", 6, 2.50m));
        Sell("1", 9, ("A", 6, 2.50m));

        Cancel("C2", 10, ("A", 4, 2.50m)).ShouldBe("1[1x4]");
        Cancel("C2", 10, ("A", 1, 2.50m)).ShouldBe("rest[A 1 250]");
        Cancel("C3", 10, ("A", 8, 2.50m)).ShouldBe("1[1x2] rest[A 6 1500]");
    }

    [Fact]
    public void Take_NumbersTooLongForOneRequestId_AreNotMatched()
    {
        var (fits, tooLong) = (new string('1', 31), new string('2', 32));
        Sell(fits, 9, ("A", 6, 2.50m));
        Sell(tooLong, 10, ("A", 6, 2.50m));

        Cancel("C" + new string('3', 31), 11, ("A", 4, 2.50m)).ShouldBe($"{fits}[1x4]");
    }

    private MatchedCancellation? Sell(
        string number, int hour, params (string Sku, decimal Quantity, decimal Price)[] lines) =>
        _matcher.Take(Purchase(number, "17850", hour, lines));

    private string Cancel(string number, int hour, params (string Sku, decimal Quantity, decimal Price)[] lines) =>
        Text(Match(number, hour, lines));

    private MatchedCancellation Match(
        string number, int hour, params (string Sku, decimal Quantity, decimal Price)[] lines) =>
        _matcher.Take(Purchase(number, "17850", hour, lines)).ShouldNotBeNull();

    private static Purchase Purchase(
        string number, string member, int hour, (string Sku, decimal Quantity, decimal Price)[] lines) =>
        new(lines.Select((line, i) => new InvoiceLine(
            i + 1, number, member, line.Sku, line.Quantity, line.Price, 0, Nine + Duration.FromHours(hour - 9))
            .WithQuantity(line.Quantity)));

    private static string Text(MatchedCancellation matched)
    {
        var ofSales = matched.OfSales.Select(sale => $"{sale.SaleNumber}[" + string.Join(' ', sale.Parts.Select(
            part => string.Create(CultureInfo.InvariantCulture, $"{part.SaleLine}x{part.Quantity:0.###}"))) + "]");
        var rest = string.Join(", ", matched.Rest.Select(line => string.Create(
            CultureInfo.InvariantCulture, $"{line.Sku} {line.Quantity:0.###} {line.AmountMinor}")));
        return string.Join(' ', rest.Length == 0 ? ofSales : ofSales.Append($"rest[{rest}]"));
    }
}
