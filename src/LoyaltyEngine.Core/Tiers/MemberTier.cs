using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Tiers;

/// <summary>A member's tier and what it rests on. Immutable.</summary>
public sealed class MemberTier
{
    /// <summary>The most periods that are counted at a time: later ones push the oldest out.</summary>
    public const int CountCountMax = 64;

    /// <summary>The most promises that are kept at a time: later ones push those out that end first.</summary>
    public const int FloorCountMax = 16;

    private readonly TierCount[] _counts;
    private readonly TierPromise[] _floors;

    /// <summary>A tier as it was kept.</summary>
    /// <exception cref="ArgumentException">The counts are not positive, too many or out of order.</exception>
    public MemberTier(
        TierCounting counting,
        TierCount[] counts,
        TierPromise[] floors,
        TierPromise grant,
        TierHold held,
        LedgerTime reviewTime)
    {
        if (floors.Length > FloorCountMax)
            throw new ArgumentException($"{floors.Length} tiers are promised", nameof(floors));
        if (counts.Length > CountCountMax)
            throw new ArgumentException($"{counts.Length} periods are counted", nameof(counts));
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i].Count < 1 || (i > 0 && counts[i].EndTime <= counts[i - 1].EndTime))
                throw new ArgumentException("the counts are not positive or out of order", nameof(counts));
        }

        (Counting, _counts, _floors, Grant, Held, ReviewTime) = (counting, counts, floors, grant, held, reviewTime);
    }

    /// <summary>Of a member of whom nothing was counted.</summary>
    public static MemberTier None { get; } =
        new(default, [], [], TierPromise.None, TierHold.None, LedgerTime.Never);

    /// <summary>What is counted.</summary>
    public TierCounting Counting { get; }

    /// <summary>What each period counts whose tier may still last, by their end.</summary>
    public ReadOnlySpan<TierCount> Counts => _counts;

    /// <summary>The tiers that the member has whatever is counted, beside a grant, those that end first,
    /// first.</summary>
    public ReadOnlySpan<TierPromise> Floors => _floors;

    /// <summary>The tier that was granted by hand.</summary>
    public TierPromise Grant { get; }

    /// <summary>The tier, as the last entry says that spoke of it; empty for the lowest.</summary>
    public TierHold Held { get; }

    /// <summary>When time alone may change it.</summary>
    public LedgerTime ReviewTime { get; }

    /// <summary>What a period counts, whose end names it.</summary>
    public long CountOf(LedgerTime endTime)
    {
        foreach (ref readonly var count in _counts.AsSpan())
        {
            if (count.EndTime == endTime)
                return count.Count;
        }

        return 0;
    }

    /// <summary>With what an entry does to it.</summary>
    public MemberTier With(TierChange change, LedgerTime recordTime, TierPromise? grant = null) => new(
        change.Counting,
        CountsWith(change.Counting, change.Count, recordTime, change.Kept),
        change.Floors,
        grant ?? Grant,
        change.Held,
        change.ReviewTime);

    /// <summary>With what a return does to it.</summary>
    public MemberTier After(MemberEvent.PurchaseReturned returned) =>
        returned.Tier is { } change ? With(change, returned.Origin.RecordTime) : this;

    /// <summary>With one more count and without those that nothing rests on any more; the standing is as
    /// before.</summary>
    public MemberTier With(
        TierCounting counting,
        in TierCount count,
        TierPromise[] floors,
        TierPromise grant,
        LedgerTime now,
        TierKept[] kept) =>
        new(counting, CountsWith(counting, count, now, kept), floors, grant, Held, ReviewTime);

    /// <summary>With one more tier promised, the same otherwise.</summary>
    public MemberTier With(TierPromise promise) =>
        new(Counting, _counts, FloorsWith(promise), Grant, Held, ReviewTime);

    /// <summary>With another grant, the same otherwise.</summary>
    public MemberTier WithGrant(TierPromise grant) => new(Counting, _counts, _floors, grant, Held, ReviewTime);

    /// <summary>The promises that are not over.</summary>
    public TierPromise[] FloorsAt(LedgerTime now) =>
        _floors.Length == 0 ? _floors : [.. _floors.Where(floor => floor.EndTime > now)];

    private TierPromise[] FloorsWith(TierPromise promise)
    {
        foreach (ref readonly var floor in _floors.AsSpan())
        {
            if (floor.TierId == promise.TierId && floor.EndTime == promise.EndTime)
                return _floors;
        }

        var floors = _floors.Append(promise).OrderBy(floor => floor.EndTime).ToList();
        return [.. floors.Skip(floors.Count - FloorCountMax)];
    }

    // What was counted otherwise cannot be added to.
    private TierCount[] CountsWith(TierCounting counting, TierCount change, LedgerTime now, TierKept[] kept)
    {
        if (counting == Counting && kept.Length == 0 && TryAdd(change, now) is { } sum)
            return sum;
        var counts = new List<TierCount>(_counts.Length + 1);
        if (counting == Counting)
            counts.AddRange(_counts);
        if (change.Count != 0)
        {
            var index = counts.FindIndex(one => one.EndTime >= change.EndTime);
            if (index < 0)
                counts.Add(change);
            else if (counts[index].EndTime > change.EndTime)
                counts.Insert(index, change);
            else
                counts[index] = Sum(counts[index], change);
        }

        counts.RemoveAll(one => one.HoldTime <= now || one.Count == 0);
        foreach (var (endTime, tierId) in kept)
        {
            var index = counts.FindIndex(one => one.EndTime == endTime);
            if (index >= 0)
                counts[index] = counts[index] with { KeptTierId = tierId };
        }

        return [.. counts.Skip(counts.Count - CountCountMax)];
    }

    // Most entries add to the period that is there, and forget none; null for the others.
    private TierCount[]? TryAdd(in TierCount change, LedgerTime now)
    {
        var index = -1;
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i].HoldTime <= now)
                return null;
            if (_counts[i].EndTime == change.EndTime)
                index = i;
        }

        if (change.Count == 0)
            return _counts;
        if (index < 0 || change.Count < 0)
            return null;
        TierCount[] sums = [.. _counts];
        sums[index] = Sum(sums[index], change);
        return sums;
    }

    private static TierCount Sum(in TierCount one, in TierCount other) => one with
    {
        Count = checked(one.Count + other.Count),
        HoldTime = one.HoldTime > other.HoldTime ? one.HoldTime : other.HoldTime,
    };
}
