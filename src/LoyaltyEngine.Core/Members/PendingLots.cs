using System.Runtime.InteropServices;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// A member's pending lots, soonest to become available first and, where that is equal, oldest first. Not thread-safe:
/// belongs to its member.
/// </summary>
public sealed class PendingLots
{
    /// <summary>Of a member with none; is never changed.</summary>
    public static readonly PendingLots None = new();

    private readonly List<PendingLot> _lots = [];

    /// <summary>The pending lots in the order in which they become available.</summary>
    public ReadOnlySpan<PendingLot> Open => CollectionsMarshal.AsSpan(_lots);

    /// <summary>The points in all pending lots.</summary>
    public long Points { get; private set; }

    /// <summary>What is left of a lot: 0 where it is not pending.</summary>
    public long PointsOf(long lot, LedgerTime activateTime)
    {
        var index = Find(lot, activateTime);
        return index < 0 ? 0 : _lots[index].Points;
    }

    /// <summary>Makes one change that was decided before: opens the lot, changes it or, at 0, closes it.</summary>
    /// <exception cref="CorruptMemberException">More would be taken out than the lot holds.</exception>
    internal void Apply(in LotChange change)
    {
        var index = Find(change.Lot, change.ActivateTime);
        var before = index < 0 ? 0 : _lots[index].Points;
        var after = before + change.Points;
        if (after < 0)
        {
            throw new CorruptMemberException(
                $"pending lot {change.Lot} holds {before} points, {-change.Points} are taken out");
        }

        Points += change.Points;
        var lot = new PendingLot(change.Lot, after, change.ActivateTime, change.ExpireTime);
        if (index >= 0 && after == 0)
            _lots.RemoveAt(index);
        else if (index >= 0)
            _lots[index] = lot;
        else if (after > 0)
            _lots.Insert(~index, lot);
    }

    /// <summary>Puts lots back as a snapshot lists them.</summary>
    /// <exception cref="CorruptMemberException">They cannot have been written so: a lot is empty or out of
    /// order.</exception>
    internal void Restore(PendingLot[] lots)
    {
        _lots.Clear();
        Points = 0;
        foreach (var lot in lots)
        {
            if (lot.Points <= 0 || lot.ActivateTime == default
                || (_lots.Count > 0 && Order(_lots[^1], lot.Id, lot.ActivateTime) >= 0))
                throw new CorruptMemberException($"a snapshot's pending lot {lot.Id} is empty or out of order");
            Points += lot.Points;
            _lots.Add(lot);
        }
    }

    // The index of the lot, or the complement of where it belongs.
    private int Find(long lot, LedgerTime activateTime)
    {
        int low = 0, high = _lots.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = Order(_lots[middle], lot, activateTime);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    private static int Order(in PendingLot open, long lot, LedgerTime activateTime)
    {
        var order = open.ActivateTime.CompareTo(activateTime);
        return order == 0 ? open.Id.CompareTo(lot) : order;
    }
}
