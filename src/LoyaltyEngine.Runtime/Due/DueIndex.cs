using LoyaltyEngine.Core;
using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Due;

/// <summary>
/// For each member of whom something becomes due, a time that is not after it. So members are found by time, and none
/// is looked at that nothing is noted of. What is noted may be too early, since points are spent before they expire:
/// then looking at the member finds nothing due, and its next time is noted. Thread-safe.
/// </summary>
internal sealed class DueIndex
{
    /// <summary>How many parts there are: with millions of members, copying one takes microseconds.</summary>
    public const int PartCount = 1_024;

    private readonly DueIndexPart[] _parts = [.. Enumerable.Range(0, PartCount).Select(_ => new DueIndexPart())];
    private int _next;

    // Nothing is noted for an earlier time, so that most looks at the clock cost no look at the parts.
    private long _noneBefore = long.MinValue;

    /// <summary>How many members something is noted of.</summary>
    public int Count => _parts.Sum(part => part.Count);

    /// <summary>The earliest time noted; <see cref="LedgerTime.Never"/> for none.</summary>
    public LedgerTime Earliest => _parts.Min(part => part.Earliest) is var time and < long.MaxValue
        ? new LedgerTime(time)
        : LedgerTime.Never;

    /// <summary>Notes that something of a member becomes due then.</summary>
    public void Note(StreamId member, LedgerTime time)
    {
        if (time.IsNever)
            return;
        PartOf(member.Text).Note(member.Text, time.UnixNanoseconds);
        LowerTo(time.UnixNanoseconds);
    }

    /// <summary>Takes a member out of whom something may be due at that time; of each part the earliest first, and the
    /// parts in turn. May miss one while another takes.</summary>
    public bool TryTake(LedgerTime now, out StreamId member)
    {
        member = default;
        if (now.UnixNanoseconds < Volatile.Read(ref _noneBefore))
            return false;
        // What is noted from here on lowers it; what was noted before is found in its part.
        var noneBefore = Interlocked.Exchange(ref _noneBefore, long.MaxValue);
        var first = Volatile.Read(ref _next);
        for (var i = 0; i < PartCount; i++)
        {
            var part = (first + i) % PartCount;
            if (!_parts[part].TryTake(now.UnixNanoseconds, out var text))
                continue;
            Volatile.Write(ref _next, (part + 1) % PartCount);
            LowerTo(noneBefore);
            member = StreamId.FromStored(text);
            return true;
        }

        LowerTo(_parts.Min(part => part.Earliest));
        return false;
    }

    /// <summary>All that is noted, in no order, each part as of the moment when it is reached. Whoever notes something
    /// meanwhile waits for no more than one part.</summary>
    public IEnumerable<KeyValuePair<string, long>[]> Copy() => _parts.Select(part => part.ToArray());

    private void LowerTo(long time)
    {
        var known = Volatile.Read(ref _noneBefore);
        while (time < known)
        {
            var seen = Interlocked.CompareExchange(ref _noneBefore, time, known);
            if (seen == known)
                return;
            known = seen;
        }
    }

    private DueIndexPart PartOf(string member) => _parts[(uint)member.GetHashCode() % PartCount];
}
