using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime.Tests.Audit;

/// <summary>
/// A member's entries, reckoned again from what the tills asked: own arithmetic on two numbers, none of the engine's.
/// </summary>
internal sealed class MemberHistory
{
    private readonly string _member;
    private readonly HashSet<long> _reversed = [];
    private readonly Dictionary<long, long> _returned = [];
    private readonly Dictionary<string, string> _bytes = [];
    private long _available;
    private long _debt;

    private MemberHistory(string member) => _member = member;

    /// <summary>The entries; that of revision n stands at n - 1.</summary>
    public List<MemberEvent> Entries { get; } = [];

    /// <summary>The balance with each revision; that of revision 0 is nothing.</summary>
    public List<(long Available, long Debt)> Balances { get; } = [(0, 0)];

    public Dictionary<string, MemberEvent> ByRequest { get; } = [];

    public long Revision => Entries.Count;

    public bool IsEnrolled => Entries.Any(entry => entry is MemberEvent.MemberEnrolled);

    /// <summary>Reckons a member's entries, oldest first.</summary>
    /// <param name="member">The member.</param>
    /// <param name="entries">The entries as they were read.</param>
    /// <param name="sent">Everything that was ever sent under a request id.</param>
    public static MemberHistory Reckon(
        string member, IEnumerable<MemberEvent> entries, Func<string, IEnumerable<SentRequest>> sent)
    {
        var history = new MemberHistory(member);
        foreach (var entry in entries)
            history.Add(entry, sent(entry.Origin.RequestId));
        return history;
    }

    /// <summary>Whether something was brought back of what a request earned, or all of it was undone.</summary>
    public bool IsReturned(string requestId) => ByRequest.GetValueOrDefault(requestId) is { } sale
        && (_reversed.Contains(sale.Revision) || _returned.ContainsKey(sale.Revision));

    /// <summary>What the sale that a request made earned; null where it made none.</summary>
    public long? EarnedBy(string requestId) =>
        ByRequest.TryGetValue(requestId, out var entry) ? SaleOf(entry)?.Points : null;

    /// <summary>The stored form of the entry that a request made, empty where it made none.</summary>
    public string BytesOf(string requestId)
    {
        if (!_bytes.TryGetValue(requestId, out var bytes))
            _bytes[requestId] = bytes = LedgerRig.Bytes(ByRequest.GetValueOrDefault(requestId));
        return bytes;
    }

    private void Add(MemberEvent entry, IEnumerable<SentRequest> sent)
    {
        var id = entry.Origin.RequestId;
        Claim.Equal(entry.Revision, Revision + 1, $"{_member} has no gaps");
        Claim.That(ByRequest.TryAdd(id, entry), $"{_member}, {entry.Revision}: {id} made an entry before");
        Claim.That(
            Entries.Count == 0 || entry.Origin.RecordTime >= Entries[^1].Origin.RecordTime,
            $"{_member}, {entry.Revision} does not go back in time");
        var asked = sent.Where(request => request.Kind == KindOf(entry)).ToList();
        Claim.That(asked.Count > 0, $"{_member}, {entry.Revision}: somebody asked for {id}");

        var before = _available - _debt;
        Move(entry, asked);
        Claim.Equal(entry.Points, _available - _debt - before, $"the points of {_member}, {entry.Revision}");
        Claim.Equal(
            (entry.BalanceAfter.Available, entry.BalanceAfter.Debt),
            (_available, _debt),
            $"the balance of {_member}, {entry.Revision}");
        Balances.Add((_available, _debt));
        Entries.Add(entry);
    }

    private void Move(MemberEvent entry, List<SentRequest> asked)
    {
        switch (entry)
        {
            case MemberEvent.PointsEarned:
                Give(Asked(entry, asked, entry.Points));
                break;
            case MemberEvent.PointsBurned:
                Claim.That(_available >= -entry.Points, $"{_member}, {entry.Revision} burns what was there");
                _available -= Asked(entry, asked, -entry.Points);
                break;
            case MemberEvent.PurchaseReturned { OfSale: { } step }:
                ReturnSale(entry, step.Sale, request => request.Points, asked);
                break;
            case MemberEvent.PurchaseExchanged { Returned: { OfSale: { } step } returned, Earned: var earned }:
                ReturnSale(returned, step.Sale, request => request.Back, asked);
                Give(Asked(entry, asked, earned.Points));
                break;
            case MemberEvent.PurchaseReturned:
                TakeBack(Asked(entry, asked, -entry.Points));
                break;
            case MemberEvent.PointsAdjusted:
                Asked(entry, asked, entry.Points);
                if (entry.Points > 0)
                    Give(entry.Points);
                else
                    TakeBack(-entry.Points);
                break;
            case MemberEvent.PointsReversed reversed:
                Undo(reversed, asked);
                break;
        }
    }

    private long Asked(MemberEvent entry, List<SentRequest> asked, long points)
    {
        Claim.That(asked.Exists(request => request.Points == points), $"{_member}, {entry.Revision}: {points} asked");
        return points;
    }

    // What was sold for pounds comes back in pounds: a point each, and nothing is rounded.
    private void ReturnSale(
        MemberEvent entry, long saleRevision, Func<SentRequest, long> back, List<SentRequest> asked)
    {
        var sale = SaleOf(Entries[(int)saleRevision - 1]).ShouldNotBeNull();
        var left = LeftOf(sale);
        var points = -entry.Points;
        Claim.That(
            asked.Exists(request => request.Undoes == sale.Origin.RequestId
                && (back(request) == points || (back(request) == 0 && points == left))),
            $"{_member}, {entry.Revision}: {points} of {sale.Origin.RequestId} asked back");
        Claim.That(
            points <= left && !_reversed.Contains(saleRevision),
            $"{_member}, {entry.Revision}: {left} were left of it");
        _returned[saleRevision] = sale.Points - left + points;
        TakeBack(points);
    }

    private static MemberEvent.PointsEarned? SaleOf(MemberEvent entry) =>
        entry as MemberEvent.PointsEarned ?? (entry as MemberEvent.PurchaseExchanged)?.Earned;

    private long LeftOf(MemberEvent.PointsEarned sale) => sale.Points - _returned.GetValueOrDefault(sale.Revision);

    private void Undo(MemberEvent.PointsReversed reversed, List<SentRequest> asked)
    {
        Claim.That(_reversed.Add(reversed.ReversedRevision), $"{_member}, {reversed.Revision} undoes it first");
        var target = Entries[(int)reversed.ReversedRevision - 1];
        Claim.That(
            asked.Exists(request => request.Undoes == target.Origin.RequestId),
            $"{_member}, {reversed.Revision}: somebody asked to undo {target.Origin.RequestId}");
        if (target is MemberEvent.PointsBurned or MemberEvent.PointsAdjusted { Points: < 0 })
            Give(-target.Points);
        else if (target is MemberEvent.PointsAdjusted)
            TakeBack(target.Points);
        else
            TakeBack(LeftOf(target.ShouldBeOfType<MemberEvent.PointsEarned>()));
    }

    private void Give(long points)
    {
        var repaid = Math.Min(points, _debt);
        _debt -= repaid;
        _available += points - repaid;
    }

    private void TakeBack(long points)
    {
        var taken = Math.Min(points, _available);
        _available -= taken;
        _debt += points - taken;
    }

    private static SentKind KindOf(MemberEvent entry) => entry switch
    {
        MemberEvent.MemberEnrolled => SentKind.Enrol,
        MemberEvent.PointsEarned => SentKind.Earn,
        MemberEvent.PointsBurned => SentKind.Burn,
        MemberEvent.PurchaseReturned { OfSale: not null } => SentKind.ReturnSale,
        MemberEvent.PurchaseReturned => SentKind.Return,
        MemberEvent.PurchaseExchanged => SentKind.Exchange,
        MemberEvent.PointsReversed => SentKind.Reverse,
        MemberEvent.PointsAdjusted => SentKind.Adjust,
        _ => SentKind.Cancel,
    };
}
