namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Points held for a burn under way: they are neither burned nor free for anything else. Not thread-safe: belongs to
/// its member.
/// </summary>
public sealed class Reservation
{
    internal Reservation(long id, LedgerTime endTime, bool lotsExpire)
    {
        Id = id;
        EndTime = endTime;
        LotsExpire = lotsExpire;
    }

    /// <summary>The reservation: the revision of the entry that began it.</summary>
    public long Id { get; }

    /// <summary>When it ends by itself: from this moment on its points are free.</summary>
    public LedgerTime EndTime { get; internal set; }

    /// <summary>Whether its lots expire in their time; otherwise not before it ends.</summary>
    public bool LotsExpire { get; }

    /// <summary>The lots that it holds, or parts of them.</summary>
    public LotTable Lots { get; } = new();
}
