namespace Grpc.AspNetCore.Server;

/// <summary>
/// Watches the deadlines of all calls that wait, with one timer: a call enters and leaves a list, which costs far less
/// than to set a timer of its own. A deadline is told when it has passed, at most <see cref="Gap"/> late where others
/// passed just before. Any thread.
/// </summary>
internal sealed class DeadlineWatch
{
    /// <summary>The shortest time between two looks at all calls.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(5);

    // So that calls on several cores rarely meet at one lock.
    private const int ListCount = 8;

    private static readonly TimeSpan _longestTimer = TimeSpan.FromDays(30);

    private readonly TimeProvider _time;
    private readonly List[] _lists = [.. Enumerable.Range(0, ListCount).Select(_ => new List())];
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private long _next = long.MaxValue;

    public DeadlineWatch(TimeProvider time)
    {
        _time = time;
        using var flow = ExecutionContext.SuppressFlow();
        _timer = time.CreateTimer(
            static watch => ((DeadlineWatch)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time at which something that begins now and may take so long is due.</summary>
    public long DueAfter(long now, TimeSpan timeout)
        => now + (long)Math.Min(timeout.TotalSeconds * _time.TimestampFrequency, long.MaxValue / 2);

    /// <summary>Watches an item until it is due; nothing where that is so already.</summary>
    public void Add(Item item)
    {
        var list = _lists[Environment.CurrentManagedThreadId % ListCount];
        lock (list)
        {
            if (Interlocked.CompareExchange(ref item.List, list, null) is not null)
                return;
            item.Next = list.First;
            if (list.First is { } first)
                first.Previous = item;
            list.First = item;
        }

        if (item.Due < Volatile.Read(ref _next))
            Arm(item.Due, TimeSpan.Zero);
    }

    /// <summary>Watches the item no longer. That it was due may be under way already.</summary>
    public static void Remove(Item item)
    {
        // An item changes its list only after it has left the one before.
        while (Volatile.Read(ref item.List) is { } list)
        {
            lock (list)
            {
                if (item.List != list)
                    continue;
                list.Unlink(item);
                return;
            }
        }
    }

    private void Arm(long due, TimeSpan least)
    {
        lock (_gate)
        {
            if (due >= _next)
                return;
            _next = due;
            var left = _time.GetElapsedTime(_time.GetTimestamp(), due);
            left = left < least ? least : left > _longestTimer ? _longestTimer : left;
            // Timers count whole milliseconds: rounded up, so that it does not fire just before the deadline.
            _timer.Change(
                TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(left.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        // From here on whoever enters a list sees to the timer, and whoever was in one before is seen below.
        lock (_gate)
            _next = long.MaxValue;
        List<Item>? due = null;
        var earliest = long.MaxValue;
        var now = _time.GetTimestamp();
        foreach (var list in _lists)
        {
            lock (list)
            {
                for (var item = list.First; item is not null;)
                {
                    var next = item.Next;
                    if (item.Due > now)
                    {
                        earliest = Math.Min(earliest, item.Due);
                    }
                    else
                    {
                        list.Unlink(item);
                        (due ??= []).Add(item);
                    }

                    item = next;
                }
            }
        }

        if (earliest < long.MaxValue)
            Arm(earliest, Gap);
        foreach (var item in due ?? [])
            item.Call.OnDue();
    }

    /// <summary>The deadline of one call after the other.</summary>
    internal sealed class Item(ServerCall call)
    {
        internal List? List;
        internal Item? Next;
        internal Item? Previous;

        public ServerCall Call { get; } = call;

        /// <summary>Gets or sets the timestamp at which it is due; not to be changed while it is watched.</summary>
        public long Due { get; set; }
    }

    /// <summary>Items by their links; its own lock guards them.</summary>
    internal sealed class List
    {
        public Item? First { get; set; }

        public void Unlink(Item item)
        {
            if (item.Previous is { } previous)
                previous.Next = item.Next;
            else
                First = item.Next;
            if (item.Next is { } next)
                next.Previous = item.Previous;
            item.Next = item.Previous = null;
            Volatile.Write(ref item.List, null);
        }
    }
}
