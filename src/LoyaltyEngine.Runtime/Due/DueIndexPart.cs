namespace LoyaltyEngine.Runtime.Due;

/// <summary>
/// The members of a <see cref="DueIndex"/> whose names hash alike, with a lock of their own. Small, so that nobody
/// waits long while it is copied or grows. Thread-safe.
/// </summary>
internal sealed class DueIndexPart
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

    /// <summary>The earliest time noted, in nanoseconds since 1970; the largest number for none.</summary>
    public long Earliest
    {
        get
        {
            lock (_gate)
            {
                DropOutdated();
                return _queue.TryPeek(out _, out var time) ? time : long.MaxValue;
            }
        }
    }

    /// <summary>Notes a time of a member, unless an earlier one is noted.</summary>
    public void Note(string member, long time)
    {
        lock (_gate)
        {
            if (_times.TryGetValue(member, out var known) && known <= time)
                return;
            _times[member] = time;
            _queue.Enqueue(member, time);
        }
    }

    /// <summary>Takes out the member of the earliest time, where that has come.</summary>
    public bool TryTake(long now, out string member)
    {
        lock (_gate)
        {
            DropOutdated();
            if (!_queue.TryPeek(out member!, out var time) || time > now)
                return false;
            _queue.Dequeue();
            _times.Remove(member);
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
