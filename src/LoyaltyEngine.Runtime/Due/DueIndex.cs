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
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _times = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _queue = new();

    /// <summary>How many members something is noted of.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _times.Count;
        }
    }

    /// <summary>The earliest time noted; <see cref="LedgerTime.Never"/> for none.</summary>
    public LedgerTime Earliest
    {
        get
        {
            lock (_gate)
            {
                DropOutdated();
                return _queue.TryPeek(out _, out var time) ? new LedgerTime(time) : LedgerTime.Never;
            }
        }
    }

    /// <summary>Notes that something of a member becomes due then.</summary>
    public void Note(StreamId member, LedgerTime time)
    {
        if (time.IsNever)
            return;
        lock (_gate)
        {
            if (_times.TryGetValue(member.Text, out var known) && known <= time.UnixNanoseconds)
                return;
            _times[member.Text] = time.UnixNanoseconds;
            _queue.Enqueue(member.Text, time.UnixNanoseconds);
        }
    }

    /// <summary>Takes a member out of whom something may be due at that time; the earliest first.</summary>
    public bool TryTake(LedgerTime now, out StreamId member)
    {
        lock (_gate)
        {
            DropOutdated();
            if (!_queue.TryPeek(out var text, out var time) || time > now.UnixNanoseconds)
            {
                member = default;
                return false;
            }

            _queue.Dequeue();
            _times.Remove(text);
            member = StreamId.FromStored(text);
            return true;
        }
    }

    /// <summary>All that is noted, in no order.</summary>
    public KeyValuePair<string, long>[] ToArray()
    {
        lock (_gate)
            return [.. _times];
    }

    // A member whose time was noted earlier afterwards stands in the queue twice.
    private void DropOutdated()
    {
        while (_queue.TryPeek(out var text, out var time)
            && (!_times.TryGetValue(text, out var known) || known != time))
        {
            _queue.Dequeue();
        }
    }
}
