namespace LoyaltyEngine.Core.Programs;

/// <summary>What the index knows of one store. Written until it is frozen, only read after.</summary>
internal sealed class StorePosting(int ordinal)
{
    private readonly List<Candidate> _receiptRules = [];
    private readonly List<Candidate> _lineRules = [];

    /// <summary>The store's number, by which rules listed elsewhere name it.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>The rules listed here that match every line.</summary>
    public Candidate[] ReceiptRules { get; private set; } = [];

    /// <summary>The rules listed here that ask each line for its SKU or category.</summary>
    public Candidate[] LineRules { get; private set; } = [];

    /// <summary>Lists a rule. What being listed here proves leaves only conditions on lines to ask.</summary>
    public void Add(Candidate rule) => (rule.IsProven ? _receiptRules : _lineRules).Add(rule);

    public void Freeze() => (ReceiptRules, LineRules) = ([.. _receiptRules], [.. _lineRules]);
}
