using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Everything a decision depends on beside the member and the command. A decider reads no clock and no store: what it
/// needs is loaded before.
/// </summary>
public readonly record struct DecisionContext
{
    /// <summary>When the decision is taken; never earlier than any decision before.</summary>
    public required LedgerTime RecordTime { get; init; }

    /// <summary>The latest time at which something may be said to have happened.</summary>
    public required LedgerTime OccurTimeMax { get; init; }

    /// <summary>The earliest time at which a purchase may be said to have happened; null where none is told of too
    /// late.</summary>
    public LedgerTime? PurchaseTimeMin { get; init; }

    /// <summary>The program version in force when it happened; null where the program had not begun.</summary>
    public LoyaltyProgram? Program { get; init; }

    /// <summary>The tiers in force when the decision is taken; null where the program has none.</summary>
    public TierTable? Tiers { get; init; }

    /// <summary>Who sent the request.</summary>
    public required string Principal { get; init; }

    /// <summary>
    /// The entry that the command's request id made before, or null where it is certain that there is none.
    /// </summary>
    public MemberEvent? Prior { get; init; }

    /// <summary>The entry that a <see cref="MemberCommand.ReversePoints"/>, a <see cref="MemberCommand.ReturnSale"/> or
    /// a <see cref="MemberCommand.ExchangePurchase"/> speaks of; null where there is none.</summary>
    public MemberEvent? Target { get; init; }

    /// <summary>Whether an identifier that the command claims belongs to another member.</summary>
    public bool IsIdentifierTaken { get; init; }

    /// <summary>Whether an identifier that the command claims was replaced and is dead for good.</summary>
    public bool IsIdentifierRetired { get; init; }
}
