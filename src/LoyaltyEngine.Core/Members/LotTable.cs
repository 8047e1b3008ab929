namespace LoyaltyEngine.Core.Members;

/// <summary>
/// A member's open lots, soonest to expire first and, where that is equal, oldest first: the order in which points are
/// taken. Not thread-safe: belongs to its member.
/// </summary>
public sealed class LotTable
{
    private const int FirstCapacity = 4;

    private Lot[] _lots = [];
    private int _start;
    private int _count;

    /// <summary>The open lots in the order in which points are taken.</summary>
    public ReadOnlySpan<Lot> Open => _lots.AsSpan(_start, _count);

    /// <summary>The points in all open lots.</summary>
    public long Points { get; private set; }

    /// <summary>When the next lot expires; <see cref="LedgerTime.Never"/> where none does.</summary>
    /// <param name="activities">Tell when those do that lapse for want of activity; null where none lapses.</param>
    public LedgerTime NextExpiry(ActivityList? activities)
    {
        if (_count == 0)
            return LedgerTime.Never;
        var next = Open[0].ExpireTime;
        return activities is not null && OpenOf(LedgerTime.WhenInactive) is [var first, ..]
            && activities.ExpiryOf(first.Id) is var lapse && lapse < next
                ? lapse
                : next.IsMoment ? next : LedgerTime.Never;
    }

    /// <summary>The open lots that expire at just that time.</summary>
    public ReadOnlySpan<Lot> OpenOf(LedgerTime expireTime)
    {
        // Where lots of that time would begin and end.
        var (first, next) = (Find(long.MinValue, expireTime), Find(long.MaxValue, expireTime));
        return Open[(first < 0 ? ~first : first)..(next < 0 ? ~next : next + 1)];
    }

    /// <summary>What is left of a lot: 0 where it is not open.</summary>
    public long PointsOf(long lot, LedgerTime expireTime)
    {
        var index = Find(lot, expireTime);
        return index < 0 ? 0 : _lots[_start + index].Points;
    }

    /// <summary>Makes one change that was decided before: opens the lot, changes it or, at 0, closes it.</summary>
    /// <exception cref="CorruptMemberException">More would be taken out than the lot holds.</exception>
    internal void Apply(in LotChange change)
    {
        var index = Find(change.Lot, change.ExpireTime);
        var before = index < 0 ? 0 : _lots[_start + index].Points;
        var after = before + change.Points;
        if (after < 0)
            throw new CorruptMemberException($"lot {change.Lot} holds {before} points, {-change.Points} are taken out");

        Points += change.Points;
        if (index < 0)
            Insert(~index, new Lot(change.Lot, after, change.ExpireTime));
        else if (after == 0)
            RemoveAt(index);
        else
            _lots[_start + index] = new Lot(change.Lot, after, change.ExpireTime);
    }

    /// <summary>Puts lots back as a snapshot lists them.</summary>
    /// <exception cref="CorruptMemberException">They cannot have been written so: a lot is empty or out of
    /// order.</exception>
    internal void Restore(Lot[] lots)
    {
        _lots = lots;
        _start = 0;
        _count = lots.Length;
        Points = 0;
        for (var i = 0; i < lots.Length; i++)
        {
            if (lots[i].Points <= 0 || (i > 0 && Order(lots[i - 1], lots[i].Id, lots[i].ExpireTime) >= 0))
                throw new CorruptMemberException($"a snapshot's lot {lots[i].Id} is empty or out of order");
            Points += lots[i].Points;
        }
    }

    // The index of the lot within the open ones, or the complement of where it belongs.
    private int Find(long lot, LedgerTime expireTime)
    {
        int low = 0, high = _count - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = Order(_lots[_start + middle], lot, expireTime);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    private static int Order(in Lot open, long lot, LedgerTime expireTime)
    {
        var order = open.ExpireTime.CompareTo(expireTime);
        return order == 0 ? open.Id.CompareTo(lot) : order;
    }

    private void Insert(int index, Lot lot)
    {
        if (lot.Points == 0)
            return;
        if (_start + _count == _lots.Length)
            MakeRoom();
        var open = _lots.AsSpan(_start, _count + 1);
        open[index.._count].CopyTo(open[(index + 1)..]);
        open[index] = lot;
        _count++;
    }

    private void RemoveAt(int index)
    {
        if (index == 0)
        {
            // Points are taken from the front: no need to move what stays.
            _start++;
        }
        else
        {
            var open = _lots.AsSpan(_start, _count);
            open[(index + 1)..].CopyTo(open[index..]);
        }

        if (--_count == 0)
            _start = 0;
    }

    private void MakeRoom()
    {
        var room = _start > _count ? _lots : new Lot[Math.Max(FirstCapacity, _count + (_count >> 1))];
        _lots.AsSpan(_start, _count).CopyTo(room);
        _lots = room;
        _start = 0;
    }
}
