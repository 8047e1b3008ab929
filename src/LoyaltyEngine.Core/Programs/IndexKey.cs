namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// The condition under which the index lists a rule. The value weighs how many lines of a receipt walk such a list: few
/// have a given SKU, some a given category, and all are in the store.
/// </summary>
internal enum IndexKey
{
    Sku = 1,
    Category = 4,
    Store = 16,
    None = 64,
}
