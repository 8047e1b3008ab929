using LoyaltyEngine.Core.Baskets;
using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>What conditions ask of a receipt as a whole.</summary>
/// <param name="StoreOrdinal">The store's number in the index; -1 for one that no rule names.</param>
/// <param name="Channel">The channel; empty where the till did not say.</param>
/// <param name="Day">The local day of the store, counted from 1970-01-01; 0 where no rule asks.</param>
/// <param name="Minute">The minute of that day.</param>
internal readonly record struct ReceiptFacts(int StoreOrdinal, string Channel, int Day, int Minute)
{
    private const int NoAnniversary = int.MaxValue;

    /// <summary>How it was paid, as far as that was told.</summary>
    public Payment[] Payments { get; init; } = [];

    /// <summary>Which of the member's purchases it is, from 1; 0 for nobody's.</summary>
    public int PurchaseNumber { get; init; }

    /// <summary>The member's tier; empty where there is none.</summary>
    public string TierId { get; init; } = "";

    /// <summary>The days since the member's last anniversary, 0 on that day; the largest number where there was none,
    /// or where no rule asks.</summary>
    public int DaysSinceAnniversary { get; init; } = NoAnniversary;

    /// <summary>The days between a day and the last anniversary of another, both counted from 1970-01-01.</summary>
    public static int DaysSinceAnniversaryOf(int first, int day)
    {
        var (from, today) = (ZoneClock.DateOf(first), ZoneClock.DateOf(day));
        var years = today.Year - from.Year;
        if (from.PlusYears(years) > today)
            years--;
        return years < 1 ? NoAnniversary : Period.DaysBetween(from.PlusYears(years), today);
    }
}
