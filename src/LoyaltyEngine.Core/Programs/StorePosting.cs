namespace LoyaltyEngine.Core.Programs;

/// <summary>What the index knows of one store. Written until it is frozen, only read after.</summary>
internal sealed class StorePosting(int ordinal)
{
    private readonly List<Candidate> _receiptRules = [];
    private readonly List<Candidate> _lineRules = [];
    private PostedRules? _newestDay;

    /// <summary>The store's number, by which rules listed elsewhere name it.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>The rules listed here.</summary>
    public PostedRules All { get; private set; } = new(0, [], []);

    /// <summary>Lists a rule.</summary>
    public void Add(Candidate rule, bool asksLines) => (asksLines ? _lineRules : _receiptRules).Add(rule);

    /// <summary>Ends the listing.</summary>
    public void Freeze() => All = new PostedRules(0, [.. _receiptRules], [.. _lineRules]);

    /// <summary>
    /// Those of the rules listed here that may hold on a local day, or all: what is over or not begun costs nothing.
    /// They are found once a day, for the newest day asked for. Thread-safe.
    /// </summary>
    public PostedRules On(int day, CompiledRule[] rules)
    {
        if (All.OfReceipt.Length + All.OfLines.Length == 0)
            return All;
        var known = Volatile.Read(ref _newestDay);
        if (known?.Day == day)
            return known;
        if (day < known?.Day)
            return All;
        var found = new PostedRules(day, MayHold(All.OfReceipt), MayHold(All.OfLines));
        Volatile.Write(ref _newestDay, found);
        return found;

        Candidate[] MayHold(Candidate[] candidates) =>
            Array.FindAll(candidates, candidate => rules[candidate.Rule].MayHoldOn(day));
    }
}
