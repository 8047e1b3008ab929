using LoyaltyEngine.Cli.Invoices;
using NodaTime;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>
/// Finds the sales whose goods cancellations bring back. Cancellations do not name them, so goods are told by member,
/// article and unit price: a line takes from the latest sale before it in the file that has any left and did not happen
/// after it, then from the one before, and within one sale from its last line first. A function of the file alone.
/// Holds each line sold until it is brought back whole, some 200 bytes for each, so at most a few times what the file
/// holds. Not thread-safe.
/// </summary>
internal sealed class ReturnMatcher
{
    private readonly Dictionary<(string MemberId, string Sku), List<Goods>> _sold = [];
    private readonly HashSet<(string MemberId, string Number)> _met = [];

    public MatchCounts Counts { get; private set; }

    /// <summary>
    /// Takes the file's next purchase: keeps a sale and gives null, or tells what a cancellation brings back.
    /// </summary>
    public MatchedCancellation? Take(Purchase purchase)
    {
        // The engine refuses a number's second purchase, so nothing can be of it.
        var isRefused = !_met.Add((purchase.MemberId, purchase.Number));
        if (purchase.IsCancellation)
            return Match(purchase, isRefused);
        if (!isRefused)
            Keep(purchase);
        return null;
    }

    private void Keep(Purchase sale)
    {
        for (var i = 0; i < sale.Lines.Count; i++)
        {
            var line = sale.Lines[i];
            var key = (sale.MemberId, line.Sku);
            if (!_sold.TryGetValue(key, out var goods))
                _sold[key] = goods = new List<Goods>(1);
            goods.Add(new Goods(sale.Number, i + 1, line.UnitPrice, sale.OccurTime, line.Quantity));
        }
    }

    private MatchedCancellation Match(Purchase cancellation, bool isRefused)
    {
        var parts = new SaleParts();
        var rest = new List<InvoiceLine>();
        foreach (var line in cancellation.Lines)
        {
            var goods = isRefused ? null : _sold.GetValueOrDefault((cancellation.MemberId, line.Sku));
            var left = goods is null ? line.Quantity : TakeFrom(goods, cancellation, line, parts);
            Count(line, left, goods is not null && goods.Exists(kept => kept.OccurTime <= cancellation.OccurTime));
            if (left == line.Quantity)
                rest.Add(line);
            else if (left > 0)
                rest.Add(line.WithQuantity(left));
        }

        return new MatchedCancellation(cancellation, parts.ToReturns(), rest);
    }

    /// <summary>Takes the line's quantity out of what was sold and gives what it did not find.</summary>
    private static decimal TakeFrom(List<Goods> goods, Purchase cancellation, InvoiceLine line, SaleParts parts)
    {
        var left = line.Quantity;
        for (var i = goods.Count - 1; i >= 0 && left > 0; i--)
        {
            var kept = goods[i];
            if (kept.UnitPrice != line.UnitPrice || kept.OccurTime > cancellation.OccurTime
                || !PurchaseRequests.CanName(cancellation.Number, kept.SaleNumber))
                continue;
            var taken = Math.Min(left, kept.Left);
            parts.Add(kept, taken, line);
            left -= taken;
            kept.Left -= taken;
            if (kept.Left == 0)
                goods.RemoveAt(i);
        }

        return left;
    }

    private void Count(InvoiceLine line, decimal left, bool hasOtherPrice)
    {
        var isNone = left == line.Quantity;
        Counts = new MatchCounts(
            Counts.Lines + 1,
            Counts.Whole + (left == 0 ? 1 : 0),
            Counts.InPart + (left > 0 && !isNone ? 1 : 0),
            Counts.NotAtAll + (isNone ? 1 : 0),
            Counts.OtherPrice + (isNone && hasOtherPrice ? 1 : 0));
    }

    /// <summary>What is left of a line sold; never nothing.</summary>
    private sealed class Goods(string saleNumber, int saleLine, decimal unitPrice, Instant occurTime, decimal quantity)
    {
        public string SaleNumber { get; } = saleNumber;

        public int SaleLine { get; } = saleLine;

        public decimal UnitPrice { get; } = unitPrice;

        public Instant OccurTime { get; } = occurTime;

        public decimal Left { get; set; } = quantity;
    }

    /// <summary>Gathers by sale what one cancellation takes, the sales in the order in which they are met.</summary>
    private sealed class SaleParts
    {
        private readonly List<string> _sales = [];
        private readonly Dictionary<string, (SortedDictionary<int, decimal> Parts, List<InvoiceLine> Lines)> _bySale =
            new(StringComparer.Ordinal);

        public void Add(Goods goods, decimal taken, InvoiceLine line)
        {
            if (!_bySale.TryGetValue(goods.SaleNumber, out var sale))
            {
                _bySale[goods.SaleNumber] = sale = ([], []);
                _sales.Add(goods.SaleNumber);
            }

            sale.Parts[goods.SaleLine] = sale.Parts.GetValueOrDefault(goods.SaleLine) + taken;
            if (sale.Lines.Count == 0 || sale.Lines[^1] != line)
                sale.Lines.Add(line);
        }

        public List<ReturnOfInvoice> ToReturns() => _sales.ConvertAll(number =>
        {
            var (parts, lines) = _bySale[number];
            return new ReturnOfInvoice(
                number, [.. parts.Select(part => new ReturnedQuantity(part.Key, part.Value))], lines);
        });
    }
}
