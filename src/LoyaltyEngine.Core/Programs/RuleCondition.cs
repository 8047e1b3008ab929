using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// What a rule applies to: lines of a receipt, and receipts. Within a list any one suffices; of what is given each must
/// hold. The default holds always.
/// </summary>
public sealed record RuleCondition
{
    /// <summary>The SKUs of the lines; empty for any.</summary>
    public IReadOnlyList<string> Skus { get; init; } = [];

    /// <summary>The categories of the lines; empty for any.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The stores; empty for any.</summary>
    public IReadOnlyList<string> Stores { get; init; } = [];

    /// <summary>The groups of stores; empty for any.</summary>
    public IReadOnlyList<string> StoreGroups { get; init; } = [];

    /// <summary>The channels; empty for any.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>The means of payment of which the receipt was paid with at least one; empty for any.</summary>
    public IReadOnlyList<string> Tenders { get; init; } = [];

    /// <summary>The first local day of the store; null for no first.</summary>
    public LocalDate? FromDate { get; init; }

    /// <summary>The last local day of the store; null for no last.</summary>
    public LocalDate? ThroughDate { get; init; }

    /// <summary>The local days of the week of the store; empty for any.</summary>
    public IReadOnlyList<IsoDayOfWeek> Weekdays { get; init; } = [];

    /// <summary>The local times of day of the store; empty for any.</summary>
    public IReadOnlyList<DayHours> Hours { get; init; } = [];

    /// <summary>Which of the member's purchases, from 1, in the order in which they were told; empty for any. One that
    /// was undone or wholly brought back was none.</summary>
    public IReadOnlyList<int> PurchaseNumbers { get; init; } = [];

    /// <summary>Every so manieth of the member's purchases, counted alike; 0 for any.</summary>
    public int EveryPurchase { get; init; }

    /// <summary>Through how many local days of the store from each anniversary of the enrolment on, that day counting;
    /// 0 for any.</summary>
    public int AnniversaryDays { get; init; }

    /// <summary>The tiers of which the member has one before the purchase; empty for any.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>Conditions of which at least one holds as well; empty for none.</summary>
    public IReadOnlyList<RuleCondition> Any { get; init; } = [];

    /// <summary>Conditions of which none may hold.</summary>
    public IReadOnlyList<RuleCondition> Not { get; init; } = [];

    /// <summary>The least that the lines of a receipt to which the rule applies must come to, in minor units; 0 for no
    /// least. Only of the rule itself, not of conditions within.</summary>
    public long MinimumSpendMinor { get; init; }

    /// <summary>The least quantity of those lines, in thousandths; 0 for no least. Only of the rule itself.</summary>
    public long MinimumQuantityThousandths { get; init; }

    /// <summary>The least that all lines of the receipt which can earn must come to, in minor units; 0 for no least.
    /// Only of the rule itself.</summary>
    public long MinimumReceiptMinor { get; init; }
}
