using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime.Tests.Audit;

/// <summary>
/// A member's entries reckoned again where time matters: each purchase is points that are locked until a day and good
/// until another, by the calendar of the runtime and arithmetic of its own. Reserved points are put aside until a
/// moment, and stay good until then.
/// </summary>
internal sealed class TimedHistory(int pendingDays, int expiryDays) : IHistoryAudit
{
    /// <summary>How long every reservation lasts.</summary>
    public const int ReservationSeconds = 2 * 86_400;

    private readonly List<Purchase> _purchases = [];
    private readonly Dictionary<long, Aside> _asides = [];

    public int Activations { get; private set; }

    public int Expiries { get; private set; }

    public int Ends { get; private set; }

    private IEnumerable<Purchase> Locked => _purchases.Where(one => one is { IsLocked: true, Left: > 0 });

    private IEnumerable<Purchase> Open => _purchases.Where(one => one is { IsLocked: false, Left: > 0 });

    /// <inheritdoc/>
    public void Add(MemberEvent entry)
    {
        var (now, name) = (TimeOf(entry.Origin.RecordTime), $"entry {entry.Revision}");
        switch (entry)
        {
            case MemberEvent.PointsEarned:
                CheckNothingDue(now, name);
                var day = TimeOf(entry.Origin.OccurTime).Date;
                var first = day.AddDays(pendingDays);
                _purchases.Add(new Purchase(entry.Revision, first, day.AddDays(expiryDays + 1))
                {
                    Left = entry.Points,
                    IsLocked = first > now,
                });
                break;
            case MemberEvent.PointsBurned burned:
                CheckNothingDue(now, name);
                if (burned.Reservation == 0)
                    Take(-entry.Points);
                else
                    PutBack(burned.Reservation, -entry.Points);
                break;
            case MemberEvent.PointsReserved reserved:
                CheckNothingDue(now, name);
                var points = entry.BalanceAfter.Reserved - Reserved;
                _asides.Add(entry.Revision, new Aside(TimeOf(reserved.EndTime), Take(points)));
                Claim.Equal(TimeOf(reserved.EndTime), now.AddSeconds(ReservationSeconds), $"the end of {name}");
                break;
            case MemberEvent.ReservationReleased released:
                var end = _asides[released.Reservation].End;
                if (entry.Origin.RequestId.Length > 0)
                {
                    CheckNothingDue(now, name);
                }
                else
                {
                    Ends++;
                    Claim.That(end <= now, $"{name} ends nothing too early");
                    Claim.Equal(TimeOf(entry.Origin.OccurTime), end, $"the time of {name}");
                    CheckNothingDueBefore(end, name);
                }

                PutBack(released.Reservation, 0);
                break;
            case MemberEvent.PointsActivated:
                Activations++;
                Activate(entry, now, name);
                break;
            case MemberEvent.PointsExpired:
                Expiries++;
                Expire(entry, now, name);
                break;
        }

        Claim.Equal(
            (entry.BalanceAfter.Available, entry.BalanceAfter.Pending, entry.BalanceAfter.Reserved),
            (Open.Sum(one => one.Left), Locked.Sum(one => one.Left), Reserved),
            $"the balance of {name}");
    }

    /// <inheritdoc/>
    public void CheckNothingDue(DateTime now, string name)
    {
        Claim.That(Locked.All(one => one.First > now), $"{name}: points are locked no longer than they should be");
        Claim.That(Open.All(one => one.End > now), $"{name}: points are good no longer than they should be");
        Claim.That(_asides.Values.All(one => one.End > now), $"{name}: no reservation lasts longer than it should");
    }

    private long Reserved => _asides.Values.Sum(aside => aside.Parts.Sum(part => part.Points));

    private void CheckNothingDueBefore(DateTime time, string name)
    {
        Claim.That(Locked.All(one => one.First > time), $"{name}: what had to be unlocked before has been");
        Claim.That(Open.All(one => one.End >= time), $"{name}: what had to expire before has done so");
        Claim.That(_asides.Values.All(one => one.End >= time), $"{name}: what had to end before has done so");
    }

    private List<(Purchase Purchase, long Points)> Take(long points)
    {
        var parts = new List<(Purchase, long)>();
        foreach (var one in Open.OrderBy(one => (one.End, one.Entry)).ToList())
        {
            var taken = Math.Min(points, one.Left);
            one.Left -= taken;
            points -= taken;
            parts.Add((one, taken));
        }

        Claim.Equal(points, 0L, $"what is taken was there");
        return parts;
    }

    // Pays with the first of what was put aside; the rest is where it was before.
    private void PutBack(long reservation, long paid)
    {
        foreach (var (purchase, points) in _asides[reservation].Parts)
        {
            var taken = Math.Min(paid, points);
            paid -= taken;
            purchase.Left += points - taken;
        }

        Claim.Equal(paid, 0L, $"what is captured was reserved");
        _asides.Remove(reservation);
    }

    private void Activate(MemberEvent entry, DateTime now, string name)
    {
        var named = entry.Settlement.LotChanges.Where(change => change.IsPending).Select(change => change.Lot).ToList();
        var unlocked = Locked.Where(one => named.Contains(one.Entry)).ToList();
        Claim.Equal(unlocked.Count, named.Count, $"{name} unlocks what was locked");
        var last = unlocked.Max(one => one.First);
        Claim.That(last <= now, $"{name} unlocks nothing too early");
        Claim.That(Open.All(one => one.End >= last), $"{name}: what had to expire before has done so");
        Claim.That(_asides.Values.All(one => one.End >= last), $"{name}: what had to end before has done so");
        Claim.That(
            Locked.Except(unlocked).All(one => one.First >= last), $"{name} unlocks in the order of time");
        Claim.Equal(TimeOf(entry.Origin.OccurTime), last, $"the time of {name}");
        unlocked.ForEach(one => one.IsLocked = false);
    }

    private void Expire(MemberEvent entry, DateTime now, string name)
    {
        var named = entry.Settlement.LotChanges.Select(change => change.Lot).ToList();
        var expired = Open.Where(one => named.Contains(one.Entry)).ToList();
        Claim.Equal(expired.Count, named.Count, $"{name} ends what was open");
        Claim.Equal(-entry.Points, expired.Sum(one => one.Left), $"{name} ends all of it");
        var last = expired.Max(one => one.End);
        Claim.That(last <= now, $"{name} ends nothing too early");
        Claim.That(Locked.All(one => one.First > last), $"{name}: what had to be unlocked before has been");
        Claim.That(_asides.Values.All(one => one.End > last), $"{name}: what had to end before has done so");
        Claim.That(Open.Except(expired).All(one => one.End >= last), $"{name} ends in the order of time");
        Claim.Equal(TimeOf(entry.Origin.OccurTime), last, $"the time of {name}");
        expired.ForEach(one => one.Left = 0);
    }

    private static DateTime TimeOf(LedgerTime time) => DateTime.UnixEpoch.AddTicks(time.UnixNanoseconds / 100);

    private sealed record Aside(DateTime End, List<(Purchase Purchase, long Points)> Parts);

    private sealed class Purchase(long entry, DateTime first, DateTime end)
    {
        public long Entry => entry;

        public DateTime First => first;

        public DateTime End => end;

        public long Left { get; set; }

        public bool IsLocked { get; set; }
    }
}
