using System.Globalization;

namespace LoyaltyEngine.Cli.Sample;

/// <summary>
/// Makes up trading days: members and articles by Zipf, rush hours at noon and after work, one customer in four without a
/// card, cancellations some minutes or days after the purchase, and what real files hold that is awkward yet valid: things
/// given away, prices of a tenth of a penny, the same line twice, an invoice that runs over the minute, two invoices whose
/// lines alternate, commas and quotes in descriptions. The same options give the same lines. An invoice's number is made of
/// the store's, four digits that differ from file to file (so that samples of two seeds can be fed to one engine) and six
/// that count; a cancellation's has a C before it, as UCI's have. Customers are none of UCI's.
/// </summary>
internal sealed class SampleTradingDays
{
    private const int MembersPerStore = 800;
    private const int Articles = 3000;
    private const int InvoicesPerStoreAndDay = 900;
    private const int OpeningHour = 8;
    private const int FirstCustomer = 100_000;
    private const int RememberedPurchases = 2000;

    // How busy each hour from 8 to 20 is against the others.
    private static readonly int[] HourWeights = [3, 4, 6, 8, 13, 12, 7, 6, 7, 11, 14, 9];

    private static readonly SampleArticle GivenAway = new("PROMO", "CATALOGUE", "0.0");
    private static readonly SampleArticle TenthOfPenny = new("PADS", "PADS TO MATCH ALL CUSHIONS", "0.001");
    private static readonly SampleArticle Postage = new("POST", "POSTAGE", "18.0");

    private readonly SampleOptions _options;
    private readonly SampleRandom _random;
    private readonly ZipfDistribution _members;
    private readonly ZipfDistribution _articles = new(Articles, 0.9);
    private readonly int[] _lastNumbers;
    private readonly int _fileMark;
    private readonly List<List<SampleLine>> _cancellable = [];

    public SampleTradingDays(SampleOptions options)
    {
        _options = options;
        _random = new SampleRandom((ulong)options.Seed);
        _members = new ZipfDistribution(MembersPerStore * options.Stores, 0.8);
        _lastNumbers = new int[options.Stores];
        _fileMark = new SampleRandom(((ulong)options.Seed << 32) + (ulong)options.FirstDay.DayNumber).Below(10_000);
    }

    /// <summary>The lines in the order of the file. May be enumerated once.</summary>
    public IEnumerable<SampleLine> Lines()
    {
        for (var day = 0; day < _options.Days; day++)
        {
            var begin = _options.FirstDay.AddDays(day).ToDateTime(TimeOnly.MinValue);
            foreach (var line in TradingDay(begin))
                yield return line;
        }
    }

    private IEnumerable<SampleLine> TradingDay(DateTime begin)
    {
        var openings = new List<(DateTime Time, int Store)>();
        for (var i = 0; i < InvoicesPerStoreAndDay * _options.Stores; i++)
            openings.Add((begin + TimeOfDay(), _random.Below(_options.Stores)));

        // The sort is by all that tells two openings apart, so that it need not be stable.
        openings.Sort();

        List<SampleLine>? held = null;
        foreach (var (time, store) in openings)
        {
            var invoice = _random.Chance(0.04) ? Cancellation(store, time) : Invoice(store, time);
            if (held is null && _random.Chance(0.01))
            {
                held = invoice;
                continue;
            }

            foreach (var line in held is null ? invoice : Alternating(held, invoice))
                yield return line;
            held = null;
        }

        foreach (var line in held ?? [])
            yield return line;
    }

    private TimeSpan TimeOfDay()
    {
        var ticket = _random.Below(HourWeights.Sum());
        var hour = 0;
        while (ticket >= HourWeights[hour])
            ticket -= HourWeights[hour++];
        return new TimeSpan(OpeningHour + hour, _random.Below(60), 0);
    }

    private List<SampleLine> Invoice(int store, DateTime time)
    {
        var customer = _random.Chance(0.25)
            ? ""
            : (FirstCustomer + _members.Draw(_random)).ToString(CultureInfo.InvariantCulture) + ".0";
        var number = NextNumber(store);
        var count = Math.Min(_random.Chance(0.01) ? _random.Geometric(80) : _random.Geometric(6), 500);
        var lines = new List<SampleLine>();
        while (lines.Count < count)
        {
            var runsOver = count > 20 && lines.Count > count / 2;
            var line = new SampleLine(
                number, NextArticle(), Quantity(), runsOver ? time.AddMinutes(1) : time, customer);
            lines.Add(line);
            if (_random.Chance(0.01))
                lines.Add(line);
        }

        Remember(lines);
        return lines;
    }

    private List<SampleLine> Cancellation(int store, DateTime time)
    {
        if (_cancellable.Count == 0)
            return Invoice(store, time);

        var bought = _cancellable[_random.Below(_cancellable.Count)];
        var brought = _random.Chance(0.3) ? bought : bought.Take(1 + _random.Below(bought.Count));
        var number = "C" + NextNumber(store);
        return [.. brought.Select(line => line with { InvoiceNumber = number, Quantity = -line.Quantity, Time = time })];
    }

    private void Remember(List<SampleLine> lines)
    {
        if (_cancellable.Count < RememberedPurchases)
            _cancellable.Add(lines);
        else
            _cancellable[_random.Below(RememberedPurchases)] = lines;
    }

    private SampleArticle NextArticle()
    {
        var kind = _random.Below(1000);
        return kind switch
        {
            < 5 => GivenAway,
            < 8 => TenthOfPenny,
            < 20 => Postage,
            _ => SampleArticle.OfRank(_articles.Draw(_random)),
        };
    }

    private int Quantity() => _random.Chance(0.005) ? 12 * _random.Geometric(40) : _random.Geometric(2.5);

    private string NextNumber(int store) =>
        string.Create(CultureInfo.InvariantCulture, $"{store + 1}{_fileMark:0000}{++_lastNumbers[store]:000000}");

    private static IEnumerable<SampleLine> Alternating(List<SampleLine> first, List<SampleLine> second)
    {
        for (var i = 0; i < Math.Max(first.Count, second.Count); i++)
        {
            if (i < first.Count)
                yield return first[i];
            if (i < second.Count)
                yield return second[i];
        }
    }
}
