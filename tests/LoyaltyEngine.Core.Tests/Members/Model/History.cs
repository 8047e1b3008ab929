using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Tests.Members.Model;

/// <summary>Turns the steps of a history into plain requests, one by one.</summary>
internal sealed class History
{
    private readonly List<PlainRequest> _sent = [];
    private int _idCount;
    private int _day;
    private int _moment;

    /// <summary>What the program says now.</summary>
    public Terms Terms { get; private set; } = Histories.AllTerms[0];

    /// <summary>What has been sent so far.</summary>
    public IReadOnlyList<PlainRequest> Sent => _sent;

    /// <summary>The next request of a member with these entries; null where the step sends none.</summary>
    public PlainRequest? Next(Step step, IReadOnlyList<MemberEvent> entries)
    {
        if (step.Kind == StepKind.ChangeTerms)
        {
            Terms = Histories.AllTerms[step.Pick % Histories.AllTerms.Length];
            return null;
        }

        if (step.Kind == StepKind.NextDay)
        {
            _day += 1 + (step.Amount % 4);
            return null;
        }

        // Time stands still now and then: entries may share a record time.
        _moment += step.Pick % 3;
        var request = RequestOf(step, entries) is { } made ? made with { Day = _day, Moment = _moment } : null;
        if (request is not null)
            _sent.Add(request);
        return request;
    }

    private PlainRequest? RequestOf(Step step, IReadOnlyList<MemberEvent> entries)
    {
        var earlier = _sent.Count == 0 ? null : _sent[step.Pick % _sent.Count];
        return step.Kind switch
        {
            StepKind.Repeat => earlier is null ? null : earlier with { ExpectedRevision = Expected(step, entries) },
            StepKind.Reuse => earlier is null ? null : New(step, PlainKind.Burn, earlier.Id, entries),
            StepKind.CancelEarlier => earlier is null ? null : New(step, PlainKind.Cancel, earlier.Id, entries),
            StepKind.CancelNext => New(step, PlainKind.Cancel, $"r{_idCount}", entries),
            _ => New(step, KindOf(step.Kind), $"r{_idCount++}", entries),
        };
    }

    private static PlainKind KindOf(StepKind kind) => kind switch
    {
        StepKind.Enrol => PlainKind.Enrol,
        StepKind.Earn => PlainKind.Earn,
        StepKind.Burn => PlainKind.Burn,
        StepKind.Return => PlainKind.Return,
        StepKind.ReturnSale or StepKind.ReturnAhead => PlainKind.ReturnSale,
        StepKind.Exchange => PlainKind.Exchange,
        StepKind.Reserve => PlainKind.Reserve,
        StepKind.Capture => PlainKind.Capture,
        StepKind.Release => PlainKind.Release,
        StepKind.Extend => PlainKind.Extend,
        StepKind.Give or StepKind.Take => PlainKind.Adjust,
        StepKind.WriteOff => PlainKind.WriteOff,
        StepKind.Activate => PlainKind.Activate,
        _ => PlainKind.Reverse,
    };

    private PlainRequest New(Step step, PlainKind kind, string id, IReadOnlyList<MemberEvent> entries)
    {
        var isBasket = kind is PlainKind.Earn or PlainKind.Return or PlainKind.Exchange;
        var isOfSale = kind is PlainKind.ReturnSale or PlainKind.Exchange;
        return new PlainRequest(id, kind)
        {
            Currency = step.Faults.HasFlag(StepFaults.OtherCurrency) && isBasket ? "EUR" : Terms.Currency,
            Amounts = isBasket ? [step.Amount * 70, (step.Amount * 30) + (step.Pick % 100)] : [],
            Points = kind switch
            {
                PlainKind.Burn or PlainKind.Reserve => step.Amount,
                PlainKind.Capture => step.Pick % 2 == 0 ? 0 : 1 + (step.Amount % 12),
                PlainKind.Adjust when step.Kind == StepKind.Take => -step.Amount - 1,
                PlainKind.Adjust => step.Amount + 1,
                PlainKind.WriteOff => step.Pick % 3 == 0 ? 0 : 1 + (step.Amount % 9),
                _ => 0,
            },
            Reason = kind == PlainKind.Activate ? (step.Pick % 7 == 0 ? "other" : "delivered")
                : kind is PlainKind.Adjust or PlainKind.WriteOff ? (step.Pick % 4 == 0 ? "other" : "goodwill") : "",
            Days = kind is PlainKind.Reserve or PlainKind.Extend ? step.Pick / 5 % 5 : 0,
            Target = isOfSale || kind == PlainKind.Reverse ? step.Pick % (entries.Count + 2)
                : kind == PlainKind.Activate ? PendingSaleOf(step, entries)
                : kind is PlainKind.Capture or PlainKind.Release or PlainKind.Extend ? BeginningOf(step, entries)
                : 0,
            IsShopToBlame = kind == PlainKind.Reverse && step.Pick / 3 % 2 == 0,
            Awaits = step.Kind == StepKind.ReturnAhead ? $"r{_idCount + (step.Pick % 5) - 2}" : "",
            Line = isOfSale
                ? (step.Pick / 3 % 10) switch { < 2 => -1, 9 => 2, var number => number % 2 }
                : -1,
            Quantity = isOfSale && step.Amount % 3 == 0 ? step.Amount * 11 : 0,
            PaidBack = isOfSale && step.Amount % 3 == 1 ? step.Amount * 13 : 0,
            OccurDay = step.Pick / 7 % 8 == 0 ? Math.Max(0, _day - (step.Pick % 12)) : _day,
            ExpectedRevision = Expected(step, entries),
            IsAhead = step.Faults.HasFlag(StepFaults.Ahead),
            IsBeforeProgram = step.Faults.HasFlag(StepFaults.BeforeProgram),
            IsIdentifierTaken = step.Faults.HasFlag(StepFaults.IdentifierTaken),
        };
    }

    // Most often a late one whose points wait, or waited.
    private static long PendingSaleOf(Step step, IReadOnlyList<MemberEvent> entries)
    {
        var sales = entries.Where(entry => entry.Sale is { PendingEvent.Length: > 0 }).ToList();
        return sales.Count == 0 || step.Pick % 9 == 8
            ? step.Pick % (entries.Count + 2)
            : sales[Math.Max(0, sales.Count - 1 - (step.Pick / 9 % 7 % 4))].Revision;
    }

    // Most often that of a reservation, and of a late one.
    private static long BeginningOf(Step step, IReadOnlyList<MemberEvent> entries)
    {
        var begun = entries.OfType<MemberEvent.PointsReserved>().Select(entry => entry.Revision).ToList();
        return begun.Count == 0 || step.Pick % 9 == 8
            ? step.Pick % (entries.Count + 2)
            : begun[Math.Max(0, begun.Count - 1 - (step.Pick / 9 % 7 % 4))];
    }

    private static long? Expected(Step step, IReadOnlyList<MemberEvent> entries) =>
        step.Faults.HasFlag(StepFaults.OtherRevisionExpected) ? entries.Count + 1
        : step.Faults.HasFlag(StepFaults.RightRevisionExpected) ? entries.Count
        : null;
}
