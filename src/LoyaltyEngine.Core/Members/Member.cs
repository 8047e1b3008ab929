using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// A member as its entries fold to. Changed by <see cref="MemberFold.Evolve"/> only; not thread-safe: whoever holds it
/// serialises access.
/// </summary>
public sealed class Member
{
    /// <summary>The most identifiers that a member may have.</summary>
    public const int IdentifierCountMax = 16;

    private long[] _reversed = [];

    /// <summary>The revision of the last entry, 0 for a member without any.</summary>
    public long Revision { get; internal set; }

    /// <summary>When the last entry was decided.</summary>
    public LedgerTime LastRecordTime { get; internal set; }

    /// <summary>Whether the member was enrolled. Before that there may be cancelled requests only.</summary>
    public bool IsEnrolled { get; internal set; }

    /// <summary>When the member was enrolled.</summary>
    public LedgerTime EnrolTime { get; internal set; }

    /// <summary>How many purchases the member made that were neither undone nor wholly brought back.</summary>
    public int PurchaseCount { get; internal set; }

    /// <summary>The revision of the enrolment, 0 before it.</summary>
    public long EnrolRevision { get; internal set; }

    /// <summary>Whether the account is open.</summary>
    public MemberStatus Status { get; internal set; }

    /// <summary>The revision of the entry that holds what is known of the member, sealed; 0 for none.</summary>
    public long ProfileRevision { get; internal set; }

    /// <summary>What the member is known by.</summary>
    public IdentifierSet Identifiers { get; internal set; } = IdentifierSet.Empty;

    /// <summary>The tier.</summary>
    public MemberTier Tier { get; internal set; } = MemberTier.None;

    /// <summary>The points.</summary>
    public Balance Balance => new(Lots.Points, Pending.Points, Reservations.Points, Debt);

    /// <summary>The points in all lots, available or not.</summary>
    public long HeldPoints => Lots.Points + Pending.Points + Reservations.Points;

    /// <summary>The points owed; where there are any, there are no open lots.</summary>
    public long Debt => Debts.Points;

    /// <summary>The debts.</summary>
    public DebtTable Debts { get; private set; } = DebtTable.None;

    /// <summary>The day of the last adjustment, in days since 1970-01-01; 0 before there was one.</summary>
    public int AdjustmentDay { get; internal set; }

    /// <summary>The points that adjustments of that day gave and took, counted together.</summary>
    public long AdjustedPoints { get; internal set; }

    /// <summary>When points lapse for want of activity.</summary>
    public Lapse Lapse => Activities.Lapse;

    /// <summary>The last activities, where points lapse without one.</summary>
    public ActivityList Activities { get; private set; } = ActivityList.None;

    /// <summary>The points that lapse for want of activity, available or not.</summary>
    public long LapsingPoints { get; private set; }

    /// <summary>The open lots.</summary>
    public LotTable Lots { get; } = new();

    /// <summary>The pending lots.</summary>
    public PendingLots Pending { get; private set; } = PendingLots.None;

    /// <summary>The open reservations.</summary>
    public ReservationTable Reservations { get; private set; } = ReservationTable.None;

    /// <summary>The returns that wait for their sales.</summary>
    public WaitingReturns WaitingReturns { get; private set; } = WaitingReturns.None;

    /// <summary>What expired of the last lots.</summary>
    public ExpiredLots Expired { get; private set; } = ExpiredLots.None;

    /// <summary>What was brought back of sales.</summary>
    public SaleReturns SaleReturns { get; } = new();

    /// <summary>The requests of the last entries.</summary>
    public RecentRequests RecentRequests { get; } = new();

    /// <summary>The revisions of entries that were undone, ascending.</summary>
    public ReadOnlySpan<long> Reversed => _reversed;

    /// <summary>Whether an entry was undone.</summary>
    public bool IsReversed(long revision) => Array.BinarySearch(_reversed, revision) >= 0;

    /// <summary>When a lot expires, as things are.</summary>
    public LedgerTime ExpiryOf(in LotChange lot) =>
        lot.ExpireTime.IsWhenInactive ? Activities.ExpiryOf(lot.Lot) : lot.ExpireTime;

    /// <summary>The points that adjustments of a day gave and took, counted together.</summary>
    public long AdjustedPointsOn(int day) => day == AdjustmentDay ? AdjustedPoints : 0;

    internal void Apply(in LotChange change)
    {
        if (change.ExpireTime.IsWhenInactive)
            LapsingPoints += change.Points;
        if (change.IsReserved)
        {
            Reservations.Apply(change);
            return;
        }

        if (!change.IsPending)
        {
            Lots.Apply(change);
            return;
        }

        // Few members of few programs have any.
        if (Pending == PendingLots.None)
            Pending = new PendingLots();
        Pending.Apply(change);
    }

    internal void Owe(long entry, long points, LedgerTime sinceTime, long source)
    {
        // Few members ever do.
        if (Debts == DebtTable.None)
            Debts = new DebtTable();
        Debts.Owe(entry, points, sinceTime, source);
    }

    internal void NoteActivity(MemberEvent entry)
    {
        if (entry.Inactivity is not { } inactivity)
            return;
        if (Activities == ActivityList.None)
            Activities = new ActivityList();
        Activities.Add(entry.Revision, inactivity, entry.Origin.RecordTime);
    }

    internal void Begin(Reservation reservation)
    {
        if (Reservations == ReservationTable.None)
            Reservations = new ReservationTable();
        Reservations.Add(reservation);
    }

    internal void Await(WaitingReturn waiting)
    {
        if (WaitingReturns == WaitingReturns.None)
            WaitingReturns = new WaitingReturns();
        WaitingReturns.Add(waiting);
    }

    internal void NoteExpired(in LotChange change)
    {
        if (Expired == ExpiredLots.None)
            Expired = new ExpiredLots();
        Expired.Add(change.Lot, -change.Points, change.ExpireTime);
    }

    internal void RestorePending(PendingLot[] pending)
    {
        if (pending.Length > 0)
            (Pending = new PendingLots()).Restore(pending);
    }

    internal void RestoreExpired(LedgerTime forgottenThrough, long forgottenLot, ExpiredLot[] expired)
    {
        if (expired.Length > 0 || forgottenThrough != default || forgottenLot != 0)
            (Expired = new ExpiredLots()).Restore(forgottenThrough, forgottenLot, expired);
    }

    internal void RestoreActivities(Activity[] activities, long lapsedLot, LedgerTime lapsedTime)
    {
        if (activities.Length > 0 || lapsedLot > 0)
            (Activities = new ActivityList()).Restore(activities, lapsedLot, lapsedTime, Revision);
    }

    /// <summary>Counts the points that lapse, after all lots were restored.</summary>
    internal void CountLapsing()
    {
        LapsingPoints = Sum(Lots);
        foreach (var reservation in Reservations.Open)
            LapsingPoints += Sum(reservation.Lots);
        foreach (ref readonly var lot in Pending.Open)
            LapsingPoints += lot.ExpireTime.IsWhenInactive ? lot.Points : 0;

        static long Sum(LotTable lots)
        {
            var points = 0L;
            foreach (ref readonly var lot in lots.OpenOf(LedgerTime.WhenInactive))
                points += lot.Points;
            return points;
        }
    }

    internal void RestoreDebts(Debt[] debts, RepaidDebt[] repaid, WrittenOffDebt[] writtenOff)
    {
        if (debts.Length > 0 || repaid.Length > 0 || writtenOff.Length > 0)
            (Debts = new DebtTable()).Restore(debts, repaid, writtenOff);
    }

    internal void RestoreReservation(Reservation reservation, Lot[] lots)
    {
        if (Reservations == ReservationTable.None)
            Reservations = new ReservationTable();
        Reservations.Restore(reservation, lots);
    }

    internal void AddIdentifier(byte[] hash)
    {
        if (Identifiers.Contains(hash))
            throw new CorruptMemberException($"identifier {Convert.ToHexStringLower(hash)} is added twice");
        Identifiers = Identifiers.With(hash);
    }

    internal void RemoveIdentifier(byte[] hash)
    {
        if (!Identifiers.Contains(hash))
            throw new CorruptMemberException($"identifier {Convert.ToHexStringLower(hash)} is removed and not there");
        Identifiers = Identifiers.Without(hash);
    }

    internal void AddReversed(long revision)
    {
        var index = ~Array.BinarySearch(_reversed, revision);
        if (index < 0)
            throw new CorruptMemberException($"entry {revision} is undone twice");
        var grown = new long[_reversed.Length + 1];
        _reversed.AsSpan(0, index).CopyTo(grown);
        grown[index] = revision;
        _reversed.AsSpan(index).CopyTo(grown.AsSpan(index + 1));
        _reversed = grown;
    }

    internal void RestoreReversed(long[] reversed)
    {
        var last = 0L;
        foreach (var revision in reversed)
        {
            if (revision <= last || revision >= Revision)
                throw new CorruptMemberException($"a snapshot's undone entry {revision} is unknown or out of order");
            last = revision;
        }

        _reversed = reversed;
    }
}
