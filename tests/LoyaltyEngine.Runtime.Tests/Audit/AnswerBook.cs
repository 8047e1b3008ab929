using System.Collections.Concurrent;
using System.Globalization;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime.Tests.Audit;

/// <summary>
/// What the tills sent and what they were told, and whether a member's history bears it out: every answer must still be
/// true, whatever crashed in between. Thread-safe.
/// </summary>
internal sealed class AnswerBook
{
    private readonly ConcurrentQueue<SentRequest> _sent = new();
    private readonly ConcurrentQueue<Written> _written = new();
    private readonly ConcurrentQueue<ReadBalance> _balances = new();
    private readonly ConcurrentQueue<ReadOutcome> _outcomes = new();
    private readonly ConcurrentDictionary<string, long> _known = new();

    private sealed record Written(SentRequest Request, WriteAnswer Answer, long KnownBefore, string Bytes);

    private sealed record ReadBalance(string Member, BalanceAnswer Answer, long KnownBefore);

    private sealed record ReadOutcome(string Member, string Id, OutcomeAnswer Answer, long KnownBefore, string Bytes);

    /// <summary>Answers so far, of all kinds.</summary>
    public int AnswerCount => _written.Count + _balances.Count + _outcomes.Count;

    /// <summary>Entries that were acknowledged as new.</summary>
    public int AcceptedCount => _written.Count(IsNew);

    /// <summary>Refusals.</summary>
    public int RejectedCount => _written.Count(written => written.Answer.Rejection is not null);

    /// <summary>Sends a request and keeps its answer; what it throws, it throws.</summary>
    public async Task<WriteAnswer> SendAsync(LedgerRig rig, SentRequest request)
    {
        _sent.Enqueue(request);
        var known = KnownOf(request.Member);
        var answer = await request.SendAsync(rig);
        _written.Enqueue(new Written(request, answer, known, LedgerRig.Bytes(answer.Event)));
        Learn(request.Member, answer.Event?.Revision ?? 0);
        return answer;
    }

    public async Task ReadBalanceAsync(LedgerRig rig, string member)
    {
        var known = KnownOf(member);
        var answer = await rig.BalanceAsync(member);
        _balances.Enqueue(new ReadBalance(member, answer, known));
        Learn(member, answer.Revision);
    }

    public async Task ReadOutcomeAsync(LedgerRig rig, string member, string id)
    {
        var known = KnownOf(member);
        var answer = await rig.OutcomeAsync(id, member);
        _outcomes.Enqueue(new ReadOutcome(member, id, answer, known, LedgerRig.Bytes(answer.Event)));
        Learn(member, answer.Revision);
    }

    /// <summary>Reckons a member's entries and holds every answer about the member against them.</summary>
    public MemberHistory Audit(string member, IEnumerable<MemberEvent> entries)
    {
        var sent = _sent.Where(request => request.Member == member).ToLookup(request => request.Id);
        var history = MemberHistory.Reckon(member, entries, id => sent[id]);
        Claim.That(history.Revision >= KnownOf(member), $"{member} is at {KnownOf(member)}, which somebody was told");
        foreach (var written in _written.Where(written => written.Request.Member == member))
            Check(history, written);
        foreach (var read in _balances.Where(read => read.Member == member))
            Check(history, read);
        foreach (var read in _outcomes.Where(read => read.Member == member))
            Check(history, read);
        var made = _written.Where(written => written.Request.Member == member && IsNew(written)).ToList();
        Claim.Equal(
            made.DistinctBy(written => written.Answer.Event!.Revision).Count(),
            made.Count,
            $"each entry of {member} was told as new once");
        return history;
    }

    private static bool IsNew(Written written) => written.Answer is { Event: not null, IsReplay: false };

    private static void Check(MemberHistory history, Written written)
    {
        var (request, answer, known, bytes) = written;
        if (answer.Event is { } change)
        {
            Claim.Equal(history.BytesOf(request.Id), bytes, $"the entry told to {request}");
            Claim.That(answer.IsReplay || change.Revision > known, $"{request} made an entry after {known}");
            return;
        }

        Claim.That(
            IsJustified(history, request, answer.Rejection!, known),
            $"the refusal of {request}, given when {known} was known: {answer.Rejection} {Facts(answer.Rejection!)}");
    }

    private static bool IsJustified(MemberHistory history, SentRequest request, Rejection rejection, long known) =>
        rejection.Reason switch
        {
            RejectionReason.InsufficientPoints => Fact(rejection, "available_points") is var available
                && available < request.Points
                && history.Balances.Skip((int)known).Any(balance => balance.Available == available),
            RejectionReason.RequestCancelled =>
                history.ByRequest.GetValueOrDefault(request.Id) is MemberEvent.RequestCancelled,
            RejectionReason.RequestIdReused => history.ByRequest.ContainsKey(request.Id),
            RejectionReason.MemberAlreadyEnrolled => history.IsEnrolled,
            RejectionReason.MemberUnknown =>
                !history.Entries.Take((int)known).Any(entry => entry is MemberEvent.MemberEnrolled),
            RejectionReason.EntryUnknown =>
                !history.Entries.Take((int)known).Any(entry => entry.Origin.RequestId == request.Undoes),
            RejectionReason.EntryAlreadyReversed => history.Entries.OfType<MemberEvent.PointsReversed>()
                .Any(entry => entry.ReversedRevision == Fact(rejection, "revision"))
                || history.IsReturned(request.Undoes),
            RejectionReason.SaleUnknown =>
                !history.Entries.Take((int)known).Any(entry =>
                    entry.Origin.RequestId == request.Undoes
                    && entry is MemberEvent.PointsEarned or MemberEvent.PurchaseExchanged),
            // More than was bought at all, or than was left of it.
            RejectionReason.ReturnExceedsSale => history.IsReturned(request.Undoes)
                || history.EarnedBy(request.Undoes)
                    < (request.Kind == SentKind.Exchange ? request.Back : request.Points),
            RejectionReason.EntryNotReversible => history.ByRequest.ContainsKey(request.Undoes),
            RejectionReason.IdentifierTaken => request.Kind == SentKind.Enrol,
            _ => false,
        };

    private static void Check(MemberHistory history, ReadBalance read)
    {
        var (answer, revision) = (read.Answer, (int)read.Answer.Revision);
        Claim.That(revision >= read.KnownBefore && revision <= history.Revision, $"{read} is neither old nor invented");
        Claim.Equal(
            answer.IsEnrolled,
            history.Entries.Take(revision).Any(entry => entry is MemberEvent.MemberEnrolled),
            $"whether {read} is of a member");
        Claim.Equal((answer.Balance.Available, answer.Balance.Debt), history.Balances[revision], $"{read}");
    }

    private static void Check(MemberHistory history, ReadOutcome read)
    {
        var revision = read.Answer.Revision;
        Claim.That(revision >= read.KnownBefore && revision <= history.Revision, $"{read} is neither old nor invented");
        if (read.Answer.Event is not null)
            Claim.Equal(history.BytesOf(read.Id), read.Bytes, $"{read}");
        else
            Claim.That(!(history.ByRequest.GetValueOrDefault(read.Id)?.Revision <= revision), $"{read} is of no entry");
    }

    private static string Facts(Rejection rejection) =>
        string.Join(", ", rejection.Facts.Select(fact => $"{fact.Name} = {fact.Value}"));

    private static long Fact(Rejection rejection, string name) =>
        long.Parse(rejection.Facts.Single(fact => fact.Name == name).Value, CultureInfo.InvariantCulture);

    private long KnownOf(string member) => _known.GetValueOrDefault(member);

    private void Learn(string member, long revision) =>
        _known.AddOrUpdate(member, revision, (_, known) => Math.Max(known, revision));
}
