namespace LoyaltyEngine.Core.Baskets;

/// <summary>
/// What was bought or brought back: one currency and the lines of one receipt. Immutable once built; the lines are
/// owned by the basket and must not be changed by anyone who handed them in.
/// </summary>
/// <param name="CurrencyCode">ISO 4217 code of every amount.</param>
/// <param name="Lines">The lines in the receipt's order.</param>
public sealed record Basket(string CurrencyCode, BasketLine[] Lines)
{
    /// <summary>The most payments of one basket.</summary>
    public const int PaymentCountMax = 16;

    /// <summary>The most lines one basket may have.</summary>
    public const int LineCountMax = 1_000;

    /// <summary>The largest amount of one line, in minor units. A thousand such lines fit a 64-bit sum.</summary>
    public const long AmountMinorMax = 1_000_000_000_000;

    /// <summary>How it was paid, as far as that was told.</summary>
    public Payment[] Payments { get; init; } = [];
}
