namespace LoyaltyEngine.Core.Members;

/// <summary>A member's sales of which something was brought back. Not thread-safe: belongs to its member.</summary>
public sealed class SaleReturns
{
    // By sale, ascending.
    private SaleReturn[] _sales = [];

    /// <summary>The sales, oldest first.</summary>
    public ReadOnlySpan<SaleReturn> All => _sales;

    /// <summary>What was brought back of a sale.</summary>
    public SaleReturn Of(long sale)
    {
        var index = Find(sale);
        return index < 0 ? SaleReturn.NothingOf(sale) : _sales[index];
    }

    internal void Set(SaleReturn state)
    {
        var index = Find(state.Sale);
        if (index >= 0)
        {
            _sales[index] = state;
            return;
        }

        var grown = new SaleReturn[_sales.Length + 1];
        _sales.AsSpan(0, ~index).CopyTo(grown);
        grown[~index] = state;
        _sales.AsSpan(~index).CopyTo(grown.AsSpan(~index + 1));
        _sales = grown;
    }

    internal void Restore(SaleReturn[] sales) => _sales = sales;

    private int Find(long sale)
    {
        var (low, high) = (0, _sales.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (_sales[middle].Sale == sale)
                return middle;
            if (_sales[middle].Sale < sale)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
