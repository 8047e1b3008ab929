namespace LoyaltyEngine.Core.Programs;

/// <summary>What the index knows of one store. Written until it is frozen, only read after.</summary>
internal sealed class StorePosting(int ordinal)
{
    private readonly List<Candidate> _receiptRules = [];
    private readonly List<Candidate> _lineRules = [];

    /// <summary>The store's number, by which rules listed elsewhere name it.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>The rules listed here that match every line or none.</summary>
    public Candidate[] ReceiptRules { get; private set; } = [];

    /// <summary>The rules listed here that ask each line.</summary>
    public Candidate[] LineRules { get; private set; } = [];

    /// <summary>Lists a rule.</summary>
    public void Add(Candidate rule, bool asksLines) => (asksLines ? _lineRules : _receiptRules).Add(rule);

    public void Freeze() => (ReceiptRules, LineRules) = ([.. _receiptRules], [.. _lineRules]);
}
