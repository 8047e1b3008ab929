namespace LoyaltyEngine.Core.Baskets;

/// <summary>Where a request came from. Fields that were not given are empty, never null.</summary>
public sealed record TillContext(string StoreId, string TillId, string CashierId, string ReceiptId)
{
    /// <summary>A context that says nothing.</summary>
    public static TillContext Empty { get; } = new("", "", "", "");
}
