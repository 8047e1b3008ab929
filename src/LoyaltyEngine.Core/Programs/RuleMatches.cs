using System.Numerics;
using System.Runtime.InteropServices;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// The rules that matched so far, the amount each matched and its lines. The bits are clear at first; the slots are
/// not, and one counts only where its rule's bit is set. So the cost is that of the matches, and the bits, read
/// upwards, give the program's order without sorting. The memory is the thread's: one evaluation at a time has it.
/// </summary>
internal readonly ref struct RuleMatches
{
    private const int GroupsOnStackMax = 64;

    [ThreadStatic]
    private static ulong[]? _threadBits;

    [ThreadStatic]
    private static Slot[]? _threadSlots;

    private readonly Span<ulong> _bits;
    private readonly Span<Slot> _slots;

    private RuleMatches(Span<ulong> bits, Span<Slot> slots)
    {
        _bits = bits;
        _slots = slots;
    }

    /// <summary>No matches yet, of at most so many rules. What was started before on this thread is void.</summary>
    public static RuleMatches Start(int ruleCount)
    {
        var (bits, slots) = (_threadBits, _threadSlots);
        if (bits is null || slots is null || slots.Length < ruleCount)
        {
            _threadBits = bits = new ulong[(ruleCount + 63) / 64];
            _threadSlots = slots = new Slot[ruleCount];
        }
        var words = bits.AsSpan(0, (ruleCount + 63) / 64);
        words.Clear();
        return new RuleMatches(words, slots);
    }

    /// <summary>Counts every line that can earn for a rule.</summary>
    public void AddAll(int rule, long amountMinor)
    {
        _bits[rule >> 6] |= 1UL << rule;
        _slots[rule] = new Slot { AmountMinor = amountMinor };
    }

    /// <summary>Counts a line for a rule; the same line again adds nothing.</summary>
    public void Add(int rule, int lineNumber, long amountMinor)
    {
        ref var word = ref _bits[rule >> 6];
        ref var slot = ref _slots[rule];
        var bit = 1UL << rule;
        if ((word & bit) == 0)
        {
            word |= bit;
            slot = new Slot
            {
                AmountMinor = amountMinor,
                LastLineNumber = lineNumber,
                Lines = default(LineSet).With(lineNumber),
            };
        }
        else if (slot.LastLineNumber != lineNumber)
        {
            slot.AmountMinor += amountMinor;
            slot.LastLineNumber = lineNumber;
            slot.Lines = slot.Lines.With(lineNumber);
        }
    }

    /// <summary>Forgets the rules whose thresholds the matching lines, or all that can earn, do not come to.</summary>
    public void DropUnreached(CompiledRule[] rules, in EligibleLines lines)
    {
        for (var wordIndex = 0; wordIndex < _bits.Length; wordIndex++)
        {
            for (var word = _bits[wordIndex]; word != 0; word &= word - 1)
            {
                var index = wordIndex * 64 + BitOperations.TrailingZeroCount(word);
                ref readonly var slot = ref _slots[index];
                if (!rules[index].IsReachedBy(slot.AmountMinor, slot.Lines, lines))
                    _bits[wordIndex] &= ~(1UL << index);
            }
        }
    }

    /// <summary>Forgets, of the rules of each group, all but the one that counts.</summary>
    public void DropExcluded(CompiledRule[] rules, int groupCount, ConflictPolicy policy, in EligibleLines lines)
    {
        Span<(int Rule, long Points)> chosen = groupCount <= GroupsOnStackMax
            ? stackalloc (int, long)[groupCount]
            : new (int, long)[groupCount];
        chosen.Fill((-1, 0));
        for (var wordIndex = 0; wordIndex < _bits.Length; wordIndex++)
        {
            for (var word = _bits[wordIndex]; word != 0; word &= word - 1)
            {
                var index = wordIndex * 64 + BitOperations.TrailingZeroCount(word);
                var rule = rules[index];
                if (rule.Group < 0)
                    continue;
                ref readonly var slot = ref _slots[index];
                var points = rule.PointsFor(slot.AmountMinor, slot.Lines, lines);
                ref var best = ref chosen[rule.Group];
                var isBetter = best.Rule < 0 || rule.IsBefore(rules[best.Rule], points, best.Points, policy);
                var dropped = isBetter ? best.Rule : index;
                if (isBetter)
                    best = (index, points);
                if (dropped >= 0)
                    _bits[dropped >> 6] &= ~(1UL << dropped);
            }
        }
    }

    /// <summary>What bounds the terms of the rules, of which the first is the term at that place.</summary>
    public ClaimBound[] BoundsOf(CompiledRule[] rules, int firstTerm)
    {
        var bounds = new List<ClaimBound>();
        var term = firstTerm;
        for (var wordIndex = 0; wordIndex < _bits.Length; wordIndex++)
        {
            for (var word = _bits[wordIndex]; word != 0; word &= word - 1, term++)
            {
                var rule = rules[wordIndex * 64 + BitOperations.TrailingZeroCount(word)];
                if (rule.IsBound)
                    bounds.Add(rule.BoundOf(term));
            }
        }

        return [.. bounds];
    }

    public int Count()
    {
        var count = 0;
        foreach (var word in _bits)
            count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>
    /// Writes what each matching rule gives, and as which term, in the program's order, and returns the sum. Each
    /// counts for at most one point more than a basket may earn, so that the sum fits and still tells that it is too
    /// much.
    /// </summary>
    public long WriteTo(
        Span<AppliedRule> applied, Span<ClaimTerm> terms, CompiledRule[] rules, in EligibleLines lines)
    {
        var sum = 0L;
        var next = 0;
        for (var wordIndex = 0; wordIndex < _bits.Length; wordIndex++)
        {
            for (var word = _bits[wordIndex]; word != 0; word &= word - 1)
            {
                var index = wordIndex * 64 + BitOperations.TrailingZeroCount(word);
                var rule = rules[index];
                ref readonly var slot = ref _slots[index];
                var points = rule.PointsFor(slot.AmountMinor, slot.Lines, lines);
                sum += Math.Min(points, LoyaltyProgram.PointsPerBasketMax + 1);
                terms[next] = rule.TermOver(slot.Lines);
                applied[next++] = new AppliedRule(rule.Id, points, slot.AmountMinor);
            }
        }
        return sum;
    }

    /// <summary>What one rule matched.</summary>
    [StructLayout(LayoutKind.Auto)]
    public struct Slot
    {
        public long AmountMinor;
        public int LastLineNumber;
        public LineSet Lines;
    }
}
