using System.Collections.Concurrent;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Tests.Fakes;

/// <summary>
/// The least that a replay needs of an engine: members, one point for each whole pound, debt, returns of sales, and
/// first answers given again. It outlives the server in front of it, as a journal does.
/// </summary>
internal sealed class FakeLedger
{
    private readonly ConcurrentDictionary<string, FakeMember> _members = new();

    /// <summary>Every write that reached the ledger, in the order of arrival.</summary>
    public ConcurrentQueue<(string MemberId, string RequestId)> Arrivals { get; } = new();

    /// <summary>Every write that took effect, in the order of its effect.</summary>
    public ConcurrentQueue<(string MemberId, string RequestId)> Effects { get; } = new();

    /// <summary>Is asked before each write and may throw in its stead.</summary>
    public Func<string, string, Task> BeforeWrite { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Is asked after each write and may throw instead of its answer, as a crash does.</summary>
    public Action<string, string> AfterWrite { get; set; } = (_, _) => { };

    public long Outstanding => _members.Values.Sum(member => member.Points);

    public long Debt => _members.Values.Sum(member => member.Debt);

    public int MemberCount => _members.Count;

    public IEnumerable<string> EffectsOf(string memberId) =>
        Effects.Where(effect => effect.MemberId == memberId).Select(effect => effect.RequestId);

    public async Task<(Entry Entry, bool Replayed)> EnrolAsync(EnrolMemberRequest request)
    {
        await ArriveAsync(request.MemberId, request.RequestId);
        var member = _members.GetOrAdd(request.MemberId, _ => new FakeMember());
        return Write(member, request.MemberId, request.RequestId, request, _ => new Entry());
    }

    public async Task<(Entry Entry, bool Replayed)> ChangeAsync(
        string memberId, string requestId, IMessage request, Basket basket, int sign)
    {
        await ArriveAsync(memberId, requestId);
        var points = basket.Lines.Sum(line => line.AmountMinor) / 100;
        return Write(Find(memberId), memberId, requestId, request, member =>
        {
            if (sign > 0)
                member.Earn(requestId, basket, points);
            else
                member.TakeBack(points);
            return new Entry { Points = sign * points };
        });
    }

    public async Task<(Entry Entry, bool Replayed)> ReturnSaleAsync(ReturnPurchaseRequest request)
    {
        await ArriveAsync(request.MemberId, request.RequestId);
        return Write(Find(request.MemberId), request.MemberId, request.RequestId, request, member =>
        {
            var points = member.Claim(request.SaleRequestId, request.Lines);
            member.TakeBack(points);
            return new Entry
            {
                Points = -points,
                PurchaseReturned = new PurchaseReturned { SaleEntryId = "e", ClaimedPoints = points },
            };
        });
    }

    public async Task<Outcome> CancelAsync(CancelRequestRequest request)
    {
        await ArriveAsync(request.MemberId, request.RequestId);
        var member = Find(request.MemberId);
        lock (member)
        {
            if (member.Answers.ContainsKey(request.RequestId))
                return Outcome.Accepted;
            if (member.Cancelled.Add(request.RequestId))
                Effects.Enqueue((request.MemberId, $"not {request.RequestId}"));
        }

        AfterWrite(request.MemberId, request.RequestId);
        return Outcome.Cancelled;
    }

    public Balance BalanceOf(string memberId)
    {
        var member = Find(memberId);
        lock (member)
            return new Balance { AvailablePoints = member.Points, DebtPoints = member.Debt };
    }

    private async Task ArriveAsync(string memberId, string requestId)
    {
        Arrivals.Enqueue((memberId, requestId));
        await BeforeWrite(memberId, requestId);
    }

    private (Entry Entry, bool Replayed) Write(
        FakeMember member, string memberId, string requestId, IMessage request, Func<FakeMember, Entry> change)
    {
        Entry entry;
        bool replayed;
        lock (member)
        {
            if (member.Cancelled.Contains(requestId))
                throw Refusals.Of(StatusCode.FailedPrecondition, "REQUEST_CANCELLED", "The request was cancelled.");
            replayed = member.Answers.TryGetValue(requestId, out var first);
            if (replayed && !first.Content.Equals(request.ToByteString()))
                throw Refusals.Of(StatusCode.AlreadyExists, "REQUEST_ID_REUSED", "The request id was used.");
            entry = first.Entry;
            if (!replayed)
            {
                entry = change(member);
                (entry.MemberId, entry.RequestId) = (memberId, requestId);
                member.Answers[requestId] = (request.ToByteString(), entry);
                Effects.Enqueue((memberId, requestId));
            }
        }

        AfterWrite(memberId, requestId);
        return (entry, replayed);
    }

    private FakeMember Find(string memberId) => _members.TryGetValue(memberId, out var member)
        ? member
        : throw Refusals.Of(StatusCode.NotFound, "MEMBER_UNKNOWN", "No such member.");

    private sealed class FakeMember
    {
        public Dictionary<string, (ByteString Content, Entry Entry)> Answers { get; } = [];

        public HashSet<string> Cancelled { get; } = [];

        private Dictionary<string, (Basket Basket, decimal[] Left)> Sales { get; } = [];

        public long Points { get; private set; }

        public long Debt { get; private set; }

        public void Earn(string requestId, Basket basket, long points)
        {
            Sales[requestId] = (basket, [.. basket.Lines.Select(line => QuantityOf(line.Quantity))]);
            var repaid = Math.Min(Debt, points);
            Debt -= repaid;
            Points += points - repaid;
        }

        public long Claim(string sale, IEnumerable<ReturnedLine> lines)
        {
            if (!Sales.TryGetValue(sale, out var sold))
                throw Refusals.Of(StatusCode.NotFound, "SALE_UNKNOWN", "No such sale.");
            var before = PointsLeft(sold);
            foreach (var line in lines)
            {
                var index = sold.Basket.Lines.Select(sale => sale.LineId).ToList().IndexOf(line.LineId);
                sold.Left[index] -= QuantityOf(line.Quantity);
                if (sold.Left[index] < 0)
                    throw Refusals.Of(StatusCode.FailedPrecondition, "RETURN_EXCEEDS_SALE", "It is too much.");
            }

            return before - PointsLeft(sold);
        }

        public void TakeBack(long points)
        {
            var covered = Math.Min(Points, points);
            Points -= covered;
            Debt += points - covered;
        }

        private static decimal QuantityOf(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

        private static long PointsLeft((Basket Basket, decimal[] Left) sold) =>
            sold.Basket.Lines.Zip(sold.Left, (line, left) =>
            {
                var quantity = QuantityOf(line.Quantity);
                return line.AmountMinor - (long)decimal.Floor(line.AmountMinor * (quantity - left) / quantity);
            }).Sum() / 100;
    }
}
