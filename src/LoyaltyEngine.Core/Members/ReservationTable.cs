using System.Runtime.InteropServices;

namespace LoyaltyEngine.Core.Members;

/// <summary>A member's open reservations, oldest first. Not thread-safe: belongs to its member.</summary>
public sealed class ReservationTable
{
    /// <summary>The most that a member may have open at once.</summary>
    public const int CountMax = 16;

    /// <summary>Of a member with none; is never changed.</summary>
    public static readonly ReservationTable None = new();

    private readonly List<Reservation> _open = [];

    /// <summary>The open reservations.</summary>
    public ReadOnlySpan<Reservation> Open => CollectionsMarshal.AsSpan(_open);

    /// <summary>The points in all of them.</summary>
    public long Points { get; private set; }

    /// <summary>An open reservation; null where it has ended or never was.</summary>
    public Reservation? Find(long id)
    {
        foreach (var reservation in _open)
        {
            if (reservation.Id == id)
                return reservation;
        }

        return null;
    }

    /// <summary>How many points of a lot are reserved.</summary>
    public long PointsOf(long lot, LedgerTime expireTime)
    {
        var points = 0L;
        foreach (var reservation in _open)
            points += reservation.Lots.PointsOf(lot, expireTime);
        return points;
    }

    /// <summary>The one that ends next by itself, the oldest of several; null for none.</summary>
    public Reservation? NextToEnd()
    {
        Reservation? next = null;
        foreach (var reservation in _open)
        {
            if (next is null || reservation.EndTime < next.EndTime)
                next = reservation;
        }

        return next;
    }

    /// <summary>When the next lot expires of those that do while they are reserved.</summary>
    /// <param name="activities">Tell when those do that lapse for want of activity; null where none lapses.</param>
    public LedgerTime NextExpiry(ActivityList? activities)
    {
        var next = LedgerTime.Never;
        foreach (var reservation in _open)
        {
            if (reservation.LotsExpire && reservation.Lots.NextExpiry(activities) is var first && first < next)
                next = first;
        }

        return next;
    }

    internal void Add(Reservation reservation) => _open.Add(reservation);

    /// <summary>Makes one change that was decided before. A reservation without points has ended.</summary>
    /// <exception cref="CorruptMemberException">There is no such reservation, or more would be taken out than it
    /// holds.</exception>
    internal void Apply(in LotChange change)
    {
        var reservation = Find(change.Reservation)
            ?? throw new CorruptMemberException($"reservation {change.Reservation} is changed and not there");
        reservation.Lots.Apply(change);
        Points += change.Points;
        if (reservation.Lots.Points == 0)
            _open.Remove(reservation);
    }

    /// <summary>Puts a reservation back as a snapshot lists it.</summary>
    /// <exception cref="CorruptMemberException">It cannot have been written so.</exception>
    internal void Restore(Reservation reservation, Lot[] lots)
    {
        reservation.Lots.Restore(lots);
        if (lots.Length == 0 || (_open.Count > 0 && _open[^1].Id >= reservation.Id))
            throw new CorruptMemberException($"a snapshot's reservation {reservation.Id} is empty or out of order");
        Points += reservation.Lots.Points;
        _open.Add(reservation);
    }
}
