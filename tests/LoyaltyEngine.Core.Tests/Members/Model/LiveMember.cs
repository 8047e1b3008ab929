using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Tests.Members.Model;

/// <summary>A member of the engine, driven by plain requests as the runtime drives it: decide, then fold.</summary>
internal sealed class LiveMember
{
    private const long NanosecondsPerDay = 86_400_000_000_000;

    private readonly List<MemberEvent> _entries = [];
    private readonly Dictionary<string, MemberEvent> _entriesByRequest = [];

    public Member Member { get; private set; } = new();

    public IReadOnlyList<MemberEvent> Entries => _entries;

    /// <summary>Called with each new entry after it was folded.</summary>
    public Action<MemberEvent> Accepted { get; init; } = _ => { };

    /// <summary>Comes back from a snapshot of an earlier entry and those after it, as after a crash.</summary>
    public void Restart(int entriesAfter)
    {
        var count = Math.Max(0, _entries.Count - entriesAfter);
        var member = new Member();
        foreach (var entry in _entries.Take(count))
            MemberFold.Evolve(member, entry);
        Member = MemberSnapshot.Read(MemberSnapshot.Write(member)).ShouldNotBeNull();
        foreach (var entry in _entries.Skip(count))
            MemberFold.Evolve(Member, entry);
    }

    public PlainAnswer Send(PlainRequest request, LoyaltyProgram program)
    {
        ApplyDue(request);
        var decision = Decide(request, program);
        if (decision.Rejection is { } rejection)
            return Answer(rejection.Reason.ToString(), entry: null);
        if (decision.IsReplay)
            return Answer("replayed", decision.Event);

        var entry = decision.Event.ShouldNotBeNull();
        Add(entry);
        _entriesByRequest.Add(request.Id, entry);
        while (ReturnDecider.Settle(Member, entry, RecordTime(request)) is { } settled)
            Add(settled);
        ApplyDue(request);
        return Answer("accepted", entry);
    }

    public Decision Decide(PlainRequest request, LoyaltyProgram program) =>
        MemberDecider.Decide(Member, CommandOf(request, RecordTime(request)), new DecisionContext
        {
            RecordTime = RecordTime(request),
            OccurTimeMax = RecordTime(request),
            Program = request.IsBeforeProgram ? null : program,
            PurchaseTimeMin = program.Definition.LateDays > 0 ? program.EarliestOf(RecordTime(request)) : null,
            Principal = "till",
            Prior = _entriesByRequest.GetValueOrDefault(request.Id),
            Target = request.Awaits.Length > 0 ? _entriesByRequest.GetValueOrDefault(request.Awaits)
                : request.Target >= 1 && request.Target <= _entries.Count ? _entries[(int)request.Target - 1] : null,
            IsIdentifierTaken = request.IsIdentifierTaken,
        });

    private static LedgerTime RecordTime(PlainRequest request) =>
        new(TimeOf(request.Day).UnixNanoseconds + request.Moment);

    private static LedgerTime TimeOf(int day) => new(Requests.Noon.UnixNanoseconds + (day * NanosecondsPerDay));

    private void ApplyDue(PlainRequest request)
    {
        while (DueDecider.Decide(Member, RecordTime(request), RecordTime(request)) is { } due)
            Add(due);
    }

    private void Add(MemberEvent entry)
    {
        MemberFold.Evolve(Member, entry);
        _entries.Add(entry);
        Accepted(entry);
    }

    private static MemberCommand CommandOf(PlainRequest request, LedgerTime now)
    {
        var id = request.Id;
        var key = Requests.Key(id);
        var content = Requests.Content(request.Content);
        var occurTime = request.IsAhead ? new LedgerTime(now.UnixNanoseconds + 1) : TimeOf(request.OccurDay);
        var lines = request.Amounts.Select((amount, i) => new BasketLine($"{i}", "sku", [], 1_000, amount)).ToArray();
        var basket = new Basket(request.Currency, lines);
        ReturnPart[] parts =
            request.Line < 0 ? [] : [new ReturnPart($"{request.Line}", request.Quantity, request.PaidBack)];
        MemberCommand command = request.Kind switch
        {
            PlainKind.Enrol => new MemberCommand.EnrolMember([], [])
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
            PlainKind.Earn => new MemberCommand.EarnPoints(basket)
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
            PlainKind.Burn => new MemberCommand.BurnPoints(request.Points)
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
            PlainKind.Return => new MemberCommand.ReturnPurchase(basket)
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
            PlainKind.ReturnSale => new MemberCommand.ReturnSale(parts)
            {
                RequestId = id,
                RequestKey = key,
                ContentHash = content,
                OccurTime = occurTime,
                AwaitedRequestId = request.Awaits,
            },
            PlainKind.Exchange => new MemberCommand.ExchangePurchase(parts, basket)
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
            PlainKind.Reverse => new MemberCommand.ReversePoints
            {
                RequestId = id,
                RequestKey = key,
                ContentHash = content,
                OccurTime = occurTime,
                IsMerchantCaused = request.IsShopToBlame,
            },
            PlainKind.Reserve => new MemberCommand.ReservePoints(request.Points, request.Days * 86_400L)
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
            PlainKind.Capture => new MemberCommand.CaptureReservation(request.Points)
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
            PlainKind.Release => new MemberCommand.ReleaseReservation
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
            PlainKind.Extend => new MemberCommand.ExtendReservation(request.Days * 86_400L)
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
            PlainKind.Adjust => new MemberCommand.AdjustPoints(request.Points, request.Reason, [])
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
            PlainKind.Activate => new MemberCommand.ActivatePoints(request.Reason)
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
            PlainKind.WriteOff => new MemberCommand.WriteOffDebt(request.Points, request.Reason)
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
            _ => new MemberCommand.CancelRequest
            { RequestId = id, RequestKey = key, ContentHash = content, OccurTime = occurTime },
        };
        return command with { ExpectedRevision = request.ExpectedRevision };
    }

    private PlainAnswer Answer(string verdict, MemberEvent? entry)
    {
        var forgiven = entry switch
        {
            MemberEvent.PurchaseReturned returned => returned.ForgivenPoints,
            MemberEvent.PurchaseExchanged exchanged => exchanged.Returned.ForgivenPoints,
            MemberEvent.PointsReversed reversed => reversed.ForgivenPoints,
            _ => 0,
        };
        return new PlainAnswer(
            verdict,
            entry?.Revision ?? 0,
            entry?.Points ?? 0,
            forgiven,
            entry?.Settlement.DebtChange ?? 0,
            Member.Revision,
            Member.Balance.Available,
            Member.Balance.Pending,
            Member.Balance.Reserved,
            string.Join(' ', Member.Debts.Open.ToArray().Select(debt =>
            {
                debt.SinceTime.ShouldBe(_entries[(int)debt.Id - 1].Origin.RecordTime);
                return $"{debt.Id}:{debt.Points}";
            })),
            string.Join(' ', Member.Lots.Open.ToArray().Select(lot => $"{lot.Id}:{lot.Points}"))
                + " | " + string.Join(' ', Member.Pending.Open.ToArray().Select(lot => $"{lot.Id}:{lot.Points}"))
                + " | " + string.Join(' ', Member.Reservations.Open.ToArray().SelectMany(reservation =>
                    reservation.Lots.Open.ToArray().Select(lot => $"{reservation.Id}/{lot.Id}:{lot.Points}"))));
    }
}
