namespace LoyaltyEngine.Core.Tests.Members.Model;

internal enum PlainKind
{
    Enrol,
    Earn,
    Burn,
    Return,
    ReturnSale,
    Exchange,
    Reverse,
    Reserve,
    Capture,
    Release,
    Extend,
    Adjust,
    WriteOff,
    Activate,
    Cancel,

    /// <summary>No request, but what a day brings.</summary>
    Unlock,
    Notice,
    Expire,
    End,
    WaitOver,

    /// <summary>No request either, but what comes of a return when its sale does.</summary>
    Settle,
}

/// <summary>A request in plain values, which both the model and the decider are asked.</summary>
internal sealed record PlainRequest(string Id, PlainKind Kind)
{
    /// <summary>The currency of the basket of an earn, return or exchange.</summary>
    public string Currency { get; init; } = Terms.Currency;

    /// <summary>The amounts of the basket's lines, in pence.</summary>
    public long[] Amounts { get; init; } = [];

    /// <summary>The points of a burn or reservation, or of a capture, where 0 is all; the signed points of an
    /// adjustment; those of a write-off, where 0 is all.</summary>
    public long Points { get; init; }

    /// <summary>For how many days a reservation is asked for from its beginning or its extension on; 0 for as many as
    /// the program says.</summary>
    public int Days { get; init; }

    /// <summary>The reason code of an adjustment or write-off, or the event of an activation.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How many days after the first day of the history it arrives.</summary>
    public int Day { get; init; }

    /// <summary>The moment of that day, which never goes back from one request to the next.</summary>
    public int Moment { get; init; }

    /// <summary>The day on which it happened, as it says; not after the day of its arrival.</summary>
    public int OccurDay { get; init; }

    /// <summary>For a return of a sale: the request of the sale for which it waits, in place of the target; empty where
    /// it does not wait.</summary>
    public string Awaits { get; init; } = "";

    /// <summary>The line of a sale that comes back, from 0; -1 for all that is left of the sale.</summary>
    public int Line { get; init; } = -1;

    /// <summary>How many thousandths of the line come back; with no amount either, the rest of it.</summary>
    public long Quantity { get; init; }

    /// <summary>What is paid back of the line, in pence.</summary>
    public long PaidBack { get; init; }

    /// <summary>The entry that a reversal undoes, the sale of a return or exchange, or the beginning of a
    /// reservation.</summary>
    public long Target { get; init; }

    /// <summary>Whether the shop is to blame for a reversal.</summary>
    public bool IsShopToBlame { get; init; }

    public long? ExpectedRevision { get; init; }

    public bool IsAhead { get; init; }

    public bool IsBeforeProgram { get; init; }

    public bool IsIdentifierTaken { get; init; }

    /// <summary>All that makes two requests of one id the same request.</summary>
    public string Content =>
        $"{Kind} {Currency} {string.Join('+', Amounts)} {Points} {Reason} "
        + $"{(Awaits.Length > 0 ? 0 : Target)} {Line} {Quantity} {PaidBack} {Days} {Awaits} "
        + $"{IsAhead} {IsBeforeProgram} {OccurDay} {IsShopToBlame}";
}
