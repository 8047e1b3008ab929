namespace LoyaltyEngine.Core.Programs;

/// <summary>What conditions ask of a receipt as a whole.</summary>
/// <param name="StoreOrdinal">The store's number in the index; -1 for one that no rule names.</param>
/// <param name="Channel">The channel; empty where the till did not say.</param>
/// <param name="Day">The local day of the store, counted from 1970-01-01; 0 where no rule asks.</param>
/// <param name="Minute">The minute of that day.</param>
internal readonly record struct ReceiptFacts(int StoreOrdinal, string Channel, int Day, int Minute)
{
    /// <summary>The bit of the day of the week, Monday's being 1.</summary>
    public int WeekdayBit => 1 << (((Day % 7) + 10) % 7);
}
