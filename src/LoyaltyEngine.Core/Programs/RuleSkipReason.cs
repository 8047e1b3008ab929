namespace LoyaltyEngine.Core.Programs;

/// <summary>Why a rule does not apply to a purchase: the first of these.</summary>
public enum RuleSkipReason
{
    /// <summary>No line of the receipt can earn.</summary>
    NothingEligible,

    /// <summary>It is of other stores.</summary>
    Store,

    /// <summary>It is of other channels.</summary>
    Channel,

    /// <summary>It is of other means of payment.</summary>
    Tender,

    /// <summary>It is of other days.</summary>
    Date,

    /// <summary>It is of other days of the week.</summary>
    Weekday,

    /// <summary>It is of other times of day.</summary>
    Hours,

    /// <summary>It is of other purchases of the member.</summary>
    Purchase,

    /// <summary>It is of days from an anniversary on.</summary>
    Anniversary,

    /// <summary>It is of other tiers.</summary>
    Tier,

    /// <summary>No line has its SKUs and categories.</summary>
    Lines,

    /// <summary>None of the conditions holds of which one must.</summary>
    AnyOf,

    /// <summary>One of the conditions holds of which none may.</summary>
    NoneOf,

    /// <summary>The matching lines come to too little.</summary>
    MinimumSpend,

    /// <summary>The matching lines are too few.</summary>
    MinimumQuantity,

    /// <summary>The receipt comes to too little.</summary>
    MinimumReceipt,

    /// <summary>Another rule counts that excludes it.</summary>
    Conflict,
}
