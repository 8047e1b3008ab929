using System.Runtime.InteropServices;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// What expired of a member's last lots, in the order in which they did: a refund of a sale does not take back what has
/// expired of it. Of lots before the last <see cref="CountMax"/> it is not known any more how much was spent and how
/// much had expired, so that refunds of their sales take nothing back. Not thread-safe: belongs to its member.
/// </summary>
public sealed class ExpiredLots
{
    /// <summary>How many lots are remembered.</summary>
    public const int CountMax = 64;

    /// <summary>Of a member with none; is never changed.</summary>
    public static readonly ExpiredLots None = new();

    private readonly List<ExpiredLot> _lots = [];

    /// <summary>The lots, in the order in which they expired.</summary>
    public ReadOnlySpan<ExpiredLot> All => CollectionsMarshal.AsSpan(_lots);

    /// <summary>Lots that expired up to here may have been forgotten; the default where none was.</summary>
    public LedgerTime ForgottenThrough { get; private set; }

    /// <summary>Lots that lapsed for want of activity may have been forgotten up to this one; 0 where none
    /// was.</summary>
    public long ForgottenLot { get; private set; }

    /// <summary>What expired of a lot: without bound for one that is forgotten.</summary>
    public long PointsOf(long lot, LedgerTime expireTime)
    {
        var index = _lots.FindIndex(known => known.Id == lot);
        if (index >= 0)
            return _lots[index].Points;
        var isForgotten = expireTime.IsWhenInactive ? lot <= ForgottenLot : expireTime <= ForgottenThrough;
        return isForgotten ? long.MaxValue : 0;
    }

    internal void Add(long lot, long points, LedgerTime expireTime)
    {
        var index = _lots.FindIndex(known => known.Id == lot);
        if (index >= 0)
        {
            _lots[index] = _lots[index] with { Points = _lots[index].Points + points };
            return;
        }

        if (_lots.Count == CountMax)
        {
            if (_lots[0].ExpireTime.IsWhenInactive)
                ForgottenLot = Math.Max(ForgottenLot, _lots[0].Id);
            else if (_lots[0].ExpireTime > ForgottenThrough)
                ForgottenThrough = _lots[0].ExpireTime;
            _lots.RemoveAt(0);
        }

        _lots.Add(new ExpiredLot(lot, points, expireTime));
    }

    /// <summary>Notes that a refund was settled by what had expired.</summary>
    internal void Net(long lot, long points)
    {
        var index = _lots.FindIndex(known => known.Id == lot);
        if (index < 0)
            return;
        if (points > _lots[index].Points)
            throw new CorruptMemberException($"{points} expired points of lot {lot} are netted and did not expire");
        _lots[index] = _lots[index] with { Points = _lots[index].Points - points };
    }

    internal void Restore(LedgerTime forgottenThrough, long forgottenLot, ExpiredLot[] lots)
    {
        var forgets = forgottenThrough != default || forgottenLot != 0;
        if (lots.Length > CountMax || (forgets && lots.Length < CountMax) || lots.Any(lot => lot.Points < 0))
            throw new CorruptMemberException("a snapshot's expired lots are too many or less than nothing");
        (ForgottenThrough, ForgottenLot) = (forgottenThrough, forgottenLot);
        _lots.Clear();
        _lots.AddRange(lots);
    }
}
