using System.Numerics;
using System.Runtime.InteropServices;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// The rules that matched so far and the amount each matched. The bits are clear at first; the slots are not, and one
/// counts only where its rule's bit is set. So the cost is that of the matches, and the bits, read upwards, give the
/// program's order without sorting.
/// </summary>
internal readonly ref struct RuleMatches(Span<ulong> bits, Span<RuleMatches.Slot> slots)
{
    private readonly Span<ulong> _bits = bits;
    private readonly Span<Slot> _slots = slots;

    public static int BitWordsFor(int ruleCount) => (ruleCount + 63) / 64;

    /// <summary>Counts a line for a rule; the same line again adds nothing.</summary>
    public void Add(int rule, int lineNumber, long amountMinor)
    {
        ref var word = ref _bits[rule / 64];
        ref var slot = ref _slots[rule];
        var bit = 1UL << rule;
        if ((word & bit) == 0)
        {
            word |= bit;
            slot = new Slot { AmountMinor = amountMinor, LastLineNumber = lineNumber };
        }
        else if (slot.LastLineNumber != lineNumber)
        {
            slot.AmountMinor += amountMinor;
            slot.LastLineNumber = lineNumber;
        }
    }

    public int Count()
    {
        var count = 0;
        foreach (var word in _bits)
            count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>Writes what each matching rule gives, in the program's order, and returns the sum.</summary>
    public UInt128 WriteTo(Span<AppliedRule> applied, CompiledRule[] rules)
    {
        UInt128 sum = 0;
        var next = 0;
        for (var wordIndex = 0; wordIndex < _bits.Length; wordIndex++)
        {
            for (var word = _bits[wordIndex]; word != 0; word &= word - 1)
            {
                var index = wordIndex * 64 + BitOperations.TrailingZeroCount(word);
                var rule = rules[index];
                var amountMinor = _slots[index].AmountMinor;
                var points = rule.PointsFor(amountMinor);
                sum += points;
                applied[next++] = AppliedRule.Saturated(rule.Id, points, amountMinor);
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
    }
}
