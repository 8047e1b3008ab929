namespace LoyaltyEngine.Core.Baskets;

/// <summary>Where a request came from. Fields that were not given are empty, never null.</summary>
/// <param name="StoreId">The store.</param>
/// <param name="TillId">The till in the store.</param>
/// <param name="CashierId">The person at the till.</param>
/// <param name="ReceiptId">The receipt's number.</param>
/// <param name="Channel">The channel, such as store, online or app.</param>
public sealed record TillContext(string StoreId, string TillId, string CashierId, string ReceiptId, string Channel)
{
    /// <summary>A context that says nothing.</summary>
    public static TillContext Empty { get; } = new("", "", "", "", "");
}
