using System.Runtime.InteropServices;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// What a member owes, oldest debt first: the order in which points repay it. Remembers which debts the points of the
/// last entries repaid, so that a refund of theirs makes those owed again and as old as they are: never to have bought
/// leaves the same debts (law 4). Not thread-safe: belongs to its member.
/// </summary>
public sealed class DebtTable
{
    /// <summary>How many repayments are remembered, beside those by the points of the last entry.</summary>
    public const int RepaidCountMax = 32;

    /// <summary>Of a member who never owed; is never changed.</summary>
    public static readonly DebtTable None = new();

    private readonly List<Debt> _debts = [];
    private readonly List<RepaidDebt> _repaid = [];
    private readonly List<WrittenOffDebt> _writtenOff = [];

    /// <summary>What is owed, oldest first.</summary>
    public ReadOnlySpan<Debt> Open => CollectionsMarshal.AsSpan(_debts);

    /// <summary>What was repaid, in the order in which it was.</summary>
    public ReadOnlySpan<RepaidDebt> Repaid => CollectionsMarshal.AsSpan(_repaid);

    /// <summary>What was written off of entries that are not undone, in the order of their first time; one for each
    /// entry, for as long as the member is.</summary>
    public ReadOnlySpan<WrittenOffDebt> WrittenOff => CollectionsMarshal.AsSpan(_writtenOff);

    /// <summary>The points of all debts.</summary>
    public long Points { get; private set; }

    /// <summary>What of the debt of an entry was written off.</summary>
    public long WrittenOffOf(long entry) => _writtenOff.Find(debt => debt.Entry == entry).Points;

    /// <summary>Owes points from an entry on.</summary>
    internal void Owe(long entry, long points, LedgerTime sinceTime, long source)
    {
        if (points > 0)
            Add(new Debt(entry, points, sinceTime) { Source = source });
    }

    /// <summary>Owes again what the points of an entry repaid, the last first, and says how much.</summary>
    internal long OweAgain(long payer, long points)
    {
        var left = points;
        for (var i = _repaid.Count - 1; i >= 0 && left > 0; i--)
        {
            var (by, debt) = _repaid[i];
            if (by != payer)
                continue;
            var again = Math.Min(debt.Points, left);
            left -= again;
            Add(debt with { Points = again });
            if (debt.Points == again)
                _repaid.RemoveAt(i);
            else
                _repaid[i] = new RepaidDebt(by, debt with { Points = debt.Points - again });
        }

        return points - left;
    }

    /// <summary>Repays the oldest debts with the points that an entry gave.</summary>
    /// <exception cref="CorruptMemberException">More would be repaid than is owed.</exception>
    internal void Repay(long payer, long points)
    {
        foreach (var repaid in TakeOldest(points))
            Remember(payer, repaid);
    }

    /// <summary>Writes the oldest debts off, as if nobody had owed them.</summary>
    /// <exception cref="CorruptMemberException">More would be written off than is owed.</exception>
    internal void WriteOff(long points)
    {
        foreach (var debt in TakeOldest(points))
        {
            var index = _writtenOff.FindIndex(known => known.Entry == debt.Id);
            if (index < 0)
                _writtenOff.Add(new WrittenOffDebt(debt.Id, debt.Points));
            else
                _writtenOff[index] = new WrittenOffDebt(debt.Id, _writtenOff[index].Points + debt.Points);
        }
    }

    /// <summary>Forgets what became of the debt of an entry that is undone.</summary>
    internal void Forget(long entry)
    {
        _repaid.RemoveAll(repaid => repaid.Debt.Id == entry);
        _writtenOff.RemoveAll(debt => debt.Entry == entry);
    }

    /// <summary>Repays the debt of one entry; gives how many points that took.</summary>
    internal long RepayOf(long entry, long points)
    {
        var index = _debts.FindIndex(debt => debt.Id == entry);
        if (index < 0)
            return 0;
        var debt = _debts[index];
        var repaid = Math.Min(debt.Points, points);
        if (debt.Points == repaid)
            _debts.RemoveAt(index);
        else
            _debts[index] = debt with { Points = debt.Points - repaid };
        Points -= repaid;
        return repaid;
    }

    internal void Restore(Debt[] debts, RepaidDebt[] repaid, WrittenOffDebt[] writtenOff)
    {
        var last = 0L;
        foreach (var debt in debts)
        {
            if (debt.Id <= last || debt.Points <= 0)
                throw new CorruptMemberException($"a snapshot's debt {debt.Id} is nothing or out of order");
            last = debt.Id;
            Points += debt.Points;
        }

        if (repaid.Any(one => one.Payer < 1 || one.Debt.Id < 1 || one.Debt.Points <= 0)
            || writtenOff.Any(one => one.Entry < 1 || one.Points <= 0))
            throw new CorruptMemberException("a snapshot's debts that were repaid or written off are nothing");
        _debts.AddRange(debts);
        _repaid.AddRange(repaid);
        _writtenOff.AddRange(writtenOff);
    }

    // In parts, each of one debt.
    private List<Debt> TakeOldest(long points)
    {
        var (taken, left, closed) = (new List<Debt>(1), points, 0);
        while (left > 0)
        {
            if (taken.Count == _debts.Count)
                throw new CorruptMemberException($"{points} points repay a debt of {points - left}");
            var debt = _debts[taken.Count];
            var part = debt with { Points = Math.Min(debt.Points, left) };
            left -= part.Points;
            if (debt.Points == part.Points)
                closed++;
            else
                _debts[taken.Count] = debt with { Points = debt.Points - part.Points };
            taken.Add(part);
        }

        _debts.RemoveRange(0, closed);
        Points -= points;
        return taken;
    }

    private void Add(Debt debt)
    {
        Points += debt.Points;
        var index = _debts.FindIndex(known => known.Id >= debt.Id);
        if (index < 0)
            _debts.Add(debt);
        else if (_debts[index].Id > debt.Id)
            _debts.Insert(index, debt);
        else
            _debts[index] = debt with { Points = _debts[index].Points + debt.Points };
    }

    private void Remember(long payer, Debt debt)
    {
        if (_repaid is [.., var last] && last.Payer == payer && last.Debt.Id == debt.Id)
        {
            _repaid[^1] = new RepaidDebt(payer, debt with { Points = last.Debt.Points + debt.Points });
            return;
        }

        _repaid.Add(new RepaidDebt(payer, debt));
        while (_repaid.Count > RepaidCountMax && _repaid[0].Payer != payer)
            _repaid.RemoveAt(0);
    }
}
