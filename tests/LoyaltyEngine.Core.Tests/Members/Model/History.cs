namespace LoyaltyEngine.Core.Tests.Members.Model;

/// <summary>Turns the steps of a history into plain requests, one by one.</summary>
internal sealed class History
{
    private readonly List<PlainRequest> _sent = [];
    private int _idCount;
    private int _day;

    /// <summary>What the program says now.</summary>
    public Terms Terms { get; private set; } = Histories.AllTerms[0];

    /// <summary>What has been sent so far.</summary>
    public IReadOnlyList<PlainRequest> Sent => _sent;

    /// <summary>The next request of a member with so many entries; null where the step sends none.</summary>
    public PlainRequest? Next(Step step, long entryCount)
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

        var request = RequestOf(step, entryCount) is { } made ? made with { Day = _day } : null;
        if (request is not null)
            _sent.Add(request);
        return request;
    }

    private PlainRequest? RequestOf(Step step, long entryCount)
    {
        var earlier = _sent.Count == 0 ? null : _sent[step.Pick % _sent.Count];
        return step.Kind switch
        {
            StepKind.Repeat => earlier is null ? null : earlier with { ExpectedRevision = Expected(step, entryCount) },
            StepKind.Reuse => earlier is null ? null : New(step, PlainKind.Burn, earlier.Id, entryCount),
            StepKind.CancelEarlier => earlier is null ? null : New(step, PlainKind.Cancel, earlier.Id, entryCount),
            StepKind.CancelNext => New(step, PlainKind.Cancel, $"r{_idCount}", entryCount),
            _ => New(step, KindOf(step.Kind), $"r{_idCount++}", entryCount),
        };
    }

    private static PlainKind KindOf(StepKind kind) => kind switch
    {
        StepKind.Enrol => PlainKind.Enrol,
        StepKind.Earn => PlainKind.Earn,
        StepKind.Burn => PlainKind.Burn,
        StepKind.Return => PlainKind.Return,
        StepKind.ReturnSale => PlainKind.ReturnSale,
        StepKind.Exchange => PlainKind.Exchange,
        StepKind.Give or StepKind.Take => PlainKind.Adjust,
        _ => PlainKind.Reverse,
    };

    private PlainRequest New(Step step, PlainKind kind, string id, long entryCount)
    {
        var isBasket = kind is PlainKind.Earn or PlainKind.Return or PlainKind.Exchange;
        var isOfSale = kind is PlainKind.ReturnSale or PlainKind.Exchange;
        return new PlainRequest(id, kind)
        {
            Currency = step.Faults.HasFlag(StepFaults.OtherCurrency) && isBasket ? "EUR" : Terms.Currency,
            Amounts = isBasket ? [step.Amount * 70, (step.Amount * 30) + (step.Pick % 100)] : [],
            Points = kind switch
            {
                PlainKind.Burn => step.Amount,
                PlainKind.Adjust when step.Kind == StepKind.Take => -step.Amount - 1,
                PlainKind.Adjust => step.Amount + 1,
                _ => 0,
            },
            Reason = kind == PlainKind.Adjust ? (step.Pick % 4 == 0 ? "other" : "goodwill") : "",
            Target = isOfSale || kind == PlainKind.Reverse ? step.Pick % (entryCount + 2) : 0,
            Line = isOfSale
                ? (step.Pick / 3 % 10) switch { < 2 => -1, 9 => 2, var number => number % 2 }
                : -1,
            Quantity = isOfSale && step.Amount % 3 == 0 ? step.Amount * 11 : 0,
            PaidBack = isOfSale && step.Amount % 3 == 1 ? step.Amount * 13 : 0,
            OccurDay = step.Pick / 7 % 8 == 0 ? Math.Max(0, _day - (step.Pick % 12)) : _day,
            ExpectedRevision = Expected(step, entryCount),
            IsAhead = step.Faults.HasFlag(StepFaults.Ahead),
            IsBeforeProgram = step.Faults.HasFlag(StepFaults.BeforeProgram),
            IsIdentifierTaken = step.Faults.HasFlag(StepFaults.IdentifierTaken),
        };
    }

    private static long? Expected(Step step, long entryCount) =>
        step.Faults.HasFlag(StepFaults.OtherRevisionExpected) ? entryCount + 1
        : step.Faults.HasFlag(StepFaults.RightRevisionExpected) ? entryCount
        : null;
}
