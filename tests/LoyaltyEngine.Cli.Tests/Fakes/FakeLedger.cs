using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Tests.Fakes;

/// <summary>
/// The least that a replay needs of an engine: members, one point for each whole pound, debt, and first answers given
/// again. It outlives the server in front of it, as a journal does.
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
        return Write(member, request.MemberId, request.RequestId, request, _ => 0);
    }

    public async Task<(Entry Entry, bool Replayed)> ChangeAsync(
        string memberId, string requestId, IMessage request, Basket basket, int sign)
    {
        await ArriveAsync(memberId, requestId);
        var points = basket.Lines.Sum(line => line.AmountMinor) / 100;
        return Write(Find(memberId), memberId, requestId, request, member =>
        {
            if (sign > 0)
                member.Earn(points);
            else
                member.TakeBack(points);
            return sign * points;
        });
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
        FakeMember member, string memberId, string requestId, IMessage request, Func<FakeMember, long> change)
    {
        Entry? entry;
        bool replayed;
        lock (member)
        {
            replayed = member.Answers.TryGetValue(requestId, out var first);
            if (replayed && !first.Content.Equals(request.ToByteString()))
                throw Refusals.Of(StatusCode.AlreadyExists, "REQUEST_ID_REUSED", "The request id was used.");
            entry = replayed
                ? first.Entry
                : new Entry { MemberId = memberId, RequestId = requestId, Points = change(member) };
            if (!replayed)
            {
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

        public long Points { get; private set; }

        public long Debt { get; private set; }

        public void Earn(long points)
        {
            var repaid = Math.Min(Debt, points);
            Debt -= repaid;
            Points += points - repaid;
        }

        public void TakeBack(long points)
        {
            var covered = Math.Min(Points, points);
            Points -= covered;
            Debt += points - covered;
        }
    }
}
