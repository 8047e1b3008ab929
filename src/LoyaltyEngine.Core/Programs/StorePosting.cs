using System.Runtime.InteropServices;

namespace LoyaltyEngine.Core.Programs;

/// <summary>What the index knows of one store. Written while the index is built, only read after.</summary>
internal sealed class StorePosting(int ordinal)
{
    private readonly List<int> _receiptRules = [];
    private readonly List<int> _lineRules = [];

    /// <summary>The store's number, by which rules listed elsewhere name it.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>The rules listed here that match every line.</summary>
    public ReadOnlySpan<int> ReceiptRules => CollectionsMarshal.AsSpan(_receiptRules);

    /// <summary>The rules listed here that ask each line for its SKU or category.</summary>
    public ReadOnlySpan<int> LineRules => CollectionsMarshal.AsSpan(_lineRules);

    public void Add(int rule, bool namesLines) => (namesLines ? _lineRules : _receiptRules).Add(rule);
}
