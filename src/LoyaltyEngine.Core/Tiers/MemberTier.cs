namespace LoyaltyEngine.Core.Tiers;

/// <summary>A member's tier and what it rests on. Immutable.</summary>
public sealed class MemberTier
{
    /// <summary>The most periods that are counted at a time: later ones push the oldest out.</summary>
    public const int CountCountMax = 64;

    private readonly TierCount[] _counts;

    /// <summary>A tier as it was kept.</summary>
    /// <exception cref="ArgumentException">The counts are not positive, too many or out of order.</exception>
    public MemberTier(
        TierCounting counting,
        TierCount[] counts,
        TierHold floor,
        TierHold grant,
        TierHold held,
        LedgerTime reviewTime)
    {
        if (counts.Length > CountCountMax)
            throw new ArgumentException($"{counts.Length} periods are counted", nameof(counts));
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i].Count < 1 || (i > 0 && counts[i].EndTime <= counts[i - 1].EndTime))
                throw new ArgumentException("the counts are not positive or out of order", nameof(counts));
        }

        (Counting, _counts, Floor, Grant, Held, ReviewTime) = (counting, counts, floor, grant, held, reviewTime);
    }

    /// <summary>Of a member of whom nothing was counted.</summary>
    public static MemberTier None { get; } =
        new(default, [], TierHold.None, TierHold.None, TierHold.None, LedgerTime.Never);

    /// <summary>What is counted.</summary>
    public TierCounting Counting { get; }

    /// <summary>What each period counts whose tier may still last, by their end.</summary>
    public ReadOnlySpan<TierCount> Counts => _counts;

    /// <summary>The tier that the member has whatever is counted.</summary>
    public TierHold Floor { get; }

    /// <summary>The tier that was granted by hand.</summary>
    public TierHold Grant { get; }

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
    public MemberTier With(TierChange change, LedgerTime recordTime, TierHold? grant = null) => new(
        change.Counting,
        CountsWith(change.Counting, change.Count, recordTime),
        change.Floor,
        grant ?? Grant,
        change.Held,
        change.ReviewTime);

    /// <summary>With one more count and without those that nothing rests on any more; the standing is as
    /// before.</summary>
    public MemberTier With(TierCounting counting, in TierCount count, TierHold floor, TierHold grant, LedgerTime now) =>
        new(counting, CountsWith(counting, count, now), floor, grant, Held, ReviewTime);

    // What was counted otherwise cannot be added to.
    private TierCount[] CountsWith(TierCounting counting, TierCount change, LedgerTime now)
    {
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
        return [.. counts.Skip(counts.Count - CountCountMax)];
    }

    private static TierCount Sum(in TierCount one, in TierCount other) => one with
    {
        Count = checked(one.Count + other.Count),
        HoldTime = one.HoldTime > other.HoldTime ? one.HoldTime : other.HoldTime,
    };
}
