namespace LoyaltyEngine.Core.Tests.Members.Model;

internal enum StepKind
{
    /// <summary>A new request of one of the kinds that a till sends.</summary>
    Enrol,
    Earn,
    Burn,
    Return,
    ReturnSale,
    Exchange,
    ReturnAhead,
    Reverse,
    Reserve,
    Capture,
    Release,
    Extend,

    /// <summary>Points given by hand, or taken.</summary>
    Give,
    Take,

    /// <summary>Debt written off.</summary>
    WriteOff,

    /// <summary>An event for which points may wait.</summary>
    Activate,

    /// <summary>From here on it is the next day.</summary>
    NextDay,

    /// <summary>An earlier request once more.</summary>
    Repeat,

    /// <summary>An earlier request's id with other content.</summary>
    Reuse,

    /// <summary>The cancellation of an earlier request, whatever became of it.</summary>
    CancelEarlier,

    /// <summary>The cancellation of a request that comes later, in the next step.</summary>
    CancelNext,

    /// <summary>From here on the program has other terms.</summary>
    ChangeTerms,
}

/// <summary>What is wrong with a step beside what its kind makes of it.</summary>
[Flags]
internal enum StepFaults
{
    None = 0,
    OtherRevisionExpected = 1,
    RightRevisionExpected = 2,
    Ahead = 4,
    BeforeProgram = 8,
    OtherCurrency = 16,
    IdentifierTaken = 32,
}

/// <summary>
/// One step of a random history. It names earlier requests and entries by a number that is taken modulo how many there
/// are, so that a history is still one when steps are left out: that is how a failing history is shrunk.
/// </summary>
internal sealed record Step(StepKind Kind, int Amount, int Pick, StepFaults Faults)
{
    public override string ToString() =>
        $"{Kind} {Amount} #{Pick}{(Faults == StepFaults.None ? "" : $" ({Faults})")}";
}
